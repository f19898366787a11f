using Bunit;
using Cpd.Adapters;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Preferences;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;
using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Journeys.Running;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.UserView;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.EventLog.Files;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Cpd.Web.WhatsApp;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor.Services;

namespace Cpd.Web.Tests.Features;

/// <summary>A page over a real user view in a database of its own, without the log behind it.</summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    public const string Workspace = "demo";

    protected static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ViewDatabase _database = new();
    private int _second;

    protected PageTest()
    {
        var clock = new FixedClock();
        Log = new FakeLog(_database.Writes(clock));
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(clock);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Cpd:DataDirectory", _database.Folder)]).Build();
        Services.AddSingleton<IConfiguration>(configuration);
        Services.AddInfobipSandbox(configuration);
        Services.AddSingleton<IEventLog>(Log);
        Services.AddSingleton<ILogPositions>(Log);
        Services.AddSingleton<IDeadLetters>(Letters);
        Services.AddSingleton<IDbContextFactory<CpdDb>>(_database);
        Services.AddSingleton<StoredFiles>();
        Services.AddSingleton<KnownIds>();
        Services.AddUserView().AddStoredTemplates().AddSendingRules().AddTemplateFetch(refreshes: false);
        Services.AddSingleton(new LiveFeed(TimeProvider.System, NullLogger<LiveFeed>.Instance));
        Services.AddSingleton(Roles.From(configuration));
        Services.AddSingleton<WriteKeys>();
        Services.AddSingleton<WriteKeys>();
        Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()).AddCallers();
        Services.AddScoped(services => Ana(services));
        Services.AddPageParts();
        Services.AddSingleton<Cpd.Engine.Journeys.Publishing.IJourneyLibrary>(Journeys);
        Services.AddSingleton<Cpd.Engine.Journeys.Drafts.IJourneyDrafts>(Drafts);
    }

    /// <summary>Whoever looks at the page becomes this in its workspace; an owner at first.</summary>
    internal MemberRole Role { set => _database.Role(value); }

    internal FakeJourneys Journeys { get; } = new();

    internal Journeys.Designer.FakeDrafts Drafts { get; } = new();

    internal FakeLog Log { get; }

    internal FakeLetters Letters { get; } = new();

    protected static PersonId Person(string name) => Ids.Derive<PersonId>(Now, "person", name);

    /// <summary>Signed in, as the middleware and the open page make her.</summary>
    private static Caller Ana(IServiceProvider services)
    {
        var caller = new Caller(services.GetRequiredService<Memberships>(), services.GetRequiredService<SignIns>());
        // On a thread of the pool: a server's answer would wait for the test's own thread, which waits for it.
        Task.Run(() => caller.Become(Team.Ana, Workspace, CancellationToken.None)).GetAwaiter().GetResult();
        return caller;
    }

    /// <summary>Accounts, senders and the way out, as pages about channels and messages ask for them.</summary>
    protected void AddChannels(params KeyValuePair<string, string?>[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        Services.AddSingleton<IOwnAddress>(new Here()).AddInfobip(configuration).AddDispatch(configuration);
    }

    /// <summary>Something happens: the view has it, and pages that watch are told.</summary>
    protected void Happens(PersonId person, params IReadOnlyList<IRecordBody> bodies) => Happens((PersonId?)person, bodies);

    /// <summary>The same, about nobody.</summary>
    protected void Happens(IRecordBody body) => Happens(null, [body]);

    /// <summary>The same, following from another record; its id.</summary>
    protected RecordId Happened(PersonId person, RecordId? cause, IRecordBody body) => Happens(person, [body], cause);

    private RecordId Happens(PersonId? person, IReadOnlyList<IRecordBody> bodies, RecordId? cause = null)
    {
        var records = bodies.Select(body => new LogRecord
        {
            Cause = cause,
            Id = Ids.Derive<RecordId>(Now, "record", (++_second).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Workspace = Workspace,
            Key = person?.ToString() ?? "nobody",
            Person = person,
            At = Now.AddSeconds(_second),
            Body = body,
        }).ToList();
        Services.GetRequiredService<LiveFeed>().Tell(_database.Project(records));
        return records[^1].Id;
    }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    /// <summary>The sandbox can only be closed this way.</summary>
    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        _database.Dispose();
    }

    private sealed class Here : IOwnAddress
    {
        public Uri Get() => new("http://127.0.0.1:5080");
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now.AddMinutes(1);
    }

    private sealed class ViewDatabase : IDbContextFactory<CpdDb>, IDisposable
    {
        private readonly TestDatabase _database = TestDatabase.Create(
        [
            new UserViewTables(), new EngineTables(), new JourneyTables(), new TemplateTables(), new SendingRulesTables(), new AccountTables(), new PreferenceTables(), new FileTables(), new WorkspaceTables(), new AccessTables(), new IdentityTables(),
        ]);
        private readonly TemporaryFolder _folder = new();
        private readonly SqlSession _sql;

        public ViewDatabase()
        {
            Team.Begin(_database, Workspace);
            _sql = _database.OpenSession();
        }

        public string Folder => _folder.Path;

        public TestWrites Writes(TimeProvider clock) => new(_database, clock);

        public ViewChanges Project(IReadOnlyList<LogRecord> records)
        {
            _sql.Begin();
            var changes = WindowProjection.Project(records, new Transaction(_sql));
            _sql.Commit();
            return changes;
        }

        public void Role(MemberRole role) => Team.Change(_database, Workspace, role);

        public CpdDb CreateDbContext() => _database.OpenDb();

        public void Dispose()
        {
            _sql.Dispose();
            _database.Dispose();
            _folder.Dispose();
        }
    }

    private sealed class Transaction(SqlSession sql) : LogTransaction
    {
        public override DateTimeOffset Now => default;

        public override SqlSession Sql => sql;

        public override void Append(LogRecord record) => throw new InvalidOperationException("A projection writes no records.");

        public override CpdDb OpenDb() => throw new InvalidOperationException("The projection uses statements only.");
    }
}

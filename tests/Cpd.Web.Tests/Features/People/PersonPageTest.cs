using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.People;
using Cpd.EventLog.Storage;
using Cpd.Web.Access;
using Cpd.Web.Features.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.People;

/// <summary>Ana, whom the company knows as "ana", on her page; the test carries out what is asked for there.</summary>
public abstract class PersonPageTest : PageTest
{
    protected static readonly PersonId Ana = Person("ana");

    private readonly KnownPeople _known = new();

    protected PersonPageTest()
    {
        Services.AddSingleton<IPeopleStore>(_known);
        AddChannels();
    }

    protected async Task<IRenderedComponent<PersonPage>> Open()
    {
        var page = Render<PersonPage>(parameters => parameters.Add(page => page.Id, Ana.ToString()));
        await page.WaitForElementAsync("h1");
        await page.WaitForElementAsync(".entry");
        return page;
    }

    protected void Identify(string traits)
    {
        var identified = new PersonIdentified(new GivenIds("ana", null), Now, RawJson.From(traits));
        _known.Profile = Profile.New(Ana, Workspace, Now).Fold(identified, Now);
        using (var db = Services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext())
        {
            db.Add(new IdentityRow { Workspace = Workspace, Kind = IdentityKind.User, Value = "ana", Person = Ana.Value });
            db.SaveChanges();
        }
        Happens(Ana, identified);
    }

    /// <summary>The one command that the page has put on the log.</summary>
    protected async Task<LogRecord> Given(IRenderedComponent<PersonPage> page)
    {
        await page.WaitForAssertionAsync(() => Assert.Single(Log.Appended));
        return Log.Appended[0];
    }

    /// <summary>As the engine does.</summary>
    protected void Carry(EditPerson command) =>
        _known.Profile = _known.Profile!.Fold(new PersonIdentified(command.Who, Now, command.Attributes, command.By), Now);

    /// <summary>As the engine does with who is erased.</summary>
    protected void Forget()
    {
        _known.Profile = null;
        Happens(Ana, new PersonForgotten());
    }

    /// <summary>What the audit log says: who, what, to whom, before, after.</summary>
    protected async Task<IReadOnlyList<string>> Acts()
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync();
        return [.. (await db.Set<AuditRow>().OrderBy(row => row.Id).ToListAsync()).Select(row => $"{row.Who} {row.Act} {row.Subject} {row.Before}>{row.After}")];
    }

    private sealed class KnownPeople : IPeopleStore
    {
        public Profile? Profile { get; set; }

        public Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct) =>
            Task.FromResult(Profile is { } profile && person == profile.Id ? new PersonState(profile, Memory.Empty, []) : null);
    }
}

using System.Security.Cryptography;
using System.Text;
using Cpd.Contracts;

namespace Cpd.Engine.Commands;

/// <summary>Puts clients' commands into records, the same for intake, pages and the demo.</summary>
public static class CommandRecords
{
    /// <param name="at">When we took it.</param>
    public static LogRecord Of(string workspace, ICommand command, DateTimeOffset at)
    {
        var (messageId, key) = command switch
        {
            Identify it => (it.MessageId, Key(workspace, it.Who)),
            Track it => (it.MessageId, Key(workspace, it.Who)),
            Group it => (it.MessageId, Key(workspace, it.Who)),
            Alias it => (it.MessageId, Key(workspace, it.Who)),
            EditPerson it => (it.MessageId, Key(workspace, it.Who)),
            EnrolPerson it => (it.MessageId, Key(workspace, it.Who)),
            SendMessage it => (it.MessageId, Key(workspace, it.Who)),
            SendTest it => (it.MessageId, Key(workspace, it.To)),
            ForgetPerson it => (it.MessageId, Key(workspace, it.Who)),
            PublishJourney it => (it.MessageId, Key(workspace, it.Journey)),
            ChangeJourney it => (it.MessageId, Key(workspace, it.Journey)),
            TakeOutRun it => (it.MessageId, Key(workspace, it.Person.ToString())),
            PushOnRun it => (it.MessageId, Key(workspace, it.Person.ToString())),
            _ => throw new ArgumentException($"{command.GetType().Name} can only be created by an adapter.", nameof(command)),
        };

        return new LogRecord
        {
            Id = Ids.Derive<RecordId>(at, command.GetType().Name, workspace, messageId),
            Workspace = workspace,
            Key = key,
            At = at,
            Body = command,
            Trace = TraceParent.Current,
        };
    }

    /// <summary>The client's own id of the call; null for commands that have none and are known by their record's id.</summary>
    public static string? MessageId(IRecordBody command) => command switch
    {
        Identify it => it.MessageId,
        Track it => it.MessageId,
        Group it => it.MessageId,
        Alias it => it.MessageId,
        EditPerson it => it.MessageId,
        EnrolPerson it => it.MessageId,
        SendMessage it => it.MessageId,
        SendTest it => it.MessageId,
        ForgetPerson it => it.MessageId,
        PublishJourney it => it.MessageId,
        ChangeJourney it => it.MessageId,
        TakeOutRun it => it.MessageId,
        PushOnRun it => it.MessageId,
        RecordReply it => it.ProviderMessageId,
        _ => null,
    };

    private static string Key(string workspace, GivenIds who) => Key(workspace, who.User ?? who.Anonymous ?? "");

    /// <summary>Calls with one id stay in order, and the log's keys name nobody.</summary>
    private static string Key(string workspace, string id)
    {
        var most = Encoding.UTF8.GetMaxByteCount(workspace.Length + id.Length) + 1;
        var text = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        var used = Encoding.UTF8.GetBytes(workspace, text);
        text[used++] = 0xFF;
        used += Encoding.UTF8.GetBytes(id, text[used..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..used], hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}

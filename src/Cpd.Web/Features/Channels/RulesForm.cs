using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Web.Features.Channels;

/// <summary>Rules of sending while somebody writes them: texts, which need not be rules yet.</summary>
internal sealed class RulesForm
{
    public string TimeZone { get; set; } = "";

    public HoursForm Quiet { get; private init; } = new();

    /// <summary>Over all channels.</summary>
    public CapsForm Caps { get; private init; } = new();

    public IReadOnlyList<ChannelForm> Channels { get; private init; } = [];

    public List<CountryForm> Countries { get; private init; } = [];

    public List<PurposeForm> Purposes { get; private init; } = [];

    public RegistrationsForm Registrations { get; private init; } = new();

    public static RulesForm Of(SendingRules rules) => new()
    {
        TimeZone = rules.TimeZone ?? "",
        Quiet = HoursForm.Of(rules.Quiet),
        Caps = CapsForm.Of(rules.Caps),
        Channels = [.. ChannelNames.InUse.Select(channel => ChannelForm.Of(channel, rules.Of(channel)))],
        Countries = [.. rules.Countries.Select(country => new CountryForm { Prefix = country.Prefix, Quiet = HoursForm.Of(country.Quiet) })],
        Purposes = [.. rules.Purposes.Select(PurposeForm.Of)],
        Registrations = RegistrationsForm.Of(rules.Registrations ?? Engine.Messages.Sending.Registrations.None),
    };

    /// <summary>The rules as they are written, and what cannot be read of them.</summary>
    public (SendingRules Rules, IReadOnlyList<SendingProblem> Problems) Read()
    {
        List<SendingProblem> problems = [];
        var rules = new SendingRules
        {
            TimeZone = TimeZone.Trim() is { Length: > 0 } zone ? zone : null,
            Quiet = Quiet.Read("quiet", problems),
            Caps = Caps.Read(),
            Channels = [.. Channels.Select(channel => channel.Read(problems)).OfType<ChannelRules>()],
            Countries = [.. Countries.Select(country => country.Read()).OfType<CountryRules>()],
            Purposes = [.. Purposes.Select(purpose => purpose.Read())],
            Registrations = Registrations.IsAny ? Registrations.Read() : null,
        };
        return (rules, problems);
    }
}

/// <summary>From when to when; both empty for none.</summary>
public sealed class HoursForm
{
    public TimeOnly? From { get; set; }

    public TimeOnly? To { get; set; }

    public static HoursForm Of(QuietHours? hours) => hours is null || hours.IsNever()
        ? new HoursForm()
        : new HoursForm { From = hours.From, To = hours.To };

    public QuietHours? Read(string path, List<SendingProblem> problems)
    {
        if (From is null && To is null) return null;
        if (From is { } from && To is { } to && from != to) return new QuietHours(from, to);

        problems.Add(new("sending.hours", "Enter a start and a different end, such as 22:00 and 08:00. Leave both empty for none.", path));
        return null;
    }
}

public sealed class CapsForm
{
    public string Hour { get; set; } = "";

    public string Day { get; set; } = "";

    public string Week { get; set; } = "";

    public static CapsForm Of(SendingCaps caps) => new() { Hour = Text(caps.Hour), Day = Text(caps.Day), Week = Text(caps.Week) };

    /// <summary>What is no number is read as one that no limit can be, and refused with the others.</summary>
    public SendingCaps Read() => new(Number(Hour), Number(Day), Number(Week));

    private static string Text(int? limit) => limit?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static int? Number(string text) => text.Trim() is not { Length: > 0 } typed ? null
        : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

internal enum ChannelQuiet
{
    LikeWorkspace,
    Never,
    Own,
}

internal sealed class ChannelForm
{
    public Channel Channel { get; private init; }

    public ChannelQuiet Kind { get; set; }

    public HoursForm Quiet { get; private init; } = new();

    public CapsForm Caps { get; private init; } = new();

    public static ChannelForm Of(Channel channel, ChannelRules? rules) => new()
    {
        Channel = channel,
        Kind = rules?.Quiet is not { } own ? ChannelQuiet.LikeWorkspace : own.IsNever() ? ChannelQuiet.Never : ChannelQuiet.Own,
        Quiet = HoursForm.Of(rules?.Quiet),
        Caps = CapsForm.Of(rules?.Caps ?? SendingCaps.None),
    };

    /// <summary>Null where the channel is as its workspace is.</summary>
    public ChannelRules? Read(List<SendingProblem> problems)
    {
        var name = SendingRulesCheck.Name(Channel);
        var quiet = Kind switch
        {
            ChannelQuiet.Never => QuietHours.Never,
            ChannelQuiet.Own => Quiet.Read($"{name}.quiet", problems),
            _ => null,
        };
        if (Kind is ChannelQuiet.Own && quiet is null && !problems.Exists(problem => problem.Path == $"{name}.quiet"))
            problems.Add(new("sending.hours", "Enter custom quiet hours, or choose none.", $"{name}.quiet"));
        var caps = Caps.Read();
        return quiet is null && caps == SendingCaps.None ? null : new ChannelRules(Channel, quiet, caps);
    }
}

internal sealed class CountryForm
{
    public string Prefix { get; set; } = "";

    public HoursForm Quiet { get; init; } = new();

    /// <summary>However the plus and blanks were typed.</summary>
    public string Digits => Prefix.Trim().TrimStart('+').Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Null for a line nobody has written in. Hours that are none yet are refused with the rules, by the country's name.</summary>
    public CountryRules? Read()
    {
        if (Digits.Length == 0 && Quiet is { From: null, To: null }) return null;
        return new CountryRules(Digits, Quiet.Read("countries", []) ?? QuietHours.Never);
    }
}

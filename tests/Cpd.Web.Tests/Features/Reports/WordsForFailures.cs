using System.Text.RegularExpressions;
using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView;
using Cpd.Tests;
using Cpd.Web.Features.Reports;

namespace Cpd.Web.Tests.Features.Reports;

public sealed partial class WordsForFailures
{
    /// <summary>Read from what sends: a code that is added there without words here is found at once.</summary>
    public static TheoryData<string> Codes()
    {
        var source = Path.Combine(Repository.Root, "src");
        var sends = Files(source, "Cpd.Adapters", "*.cs").Where(file => !file.Contains("/Sandbox/", StringComparison.Ordinal)).Concat(Files(source, "Cpd.Engine/Messages", "*.cs"));
        return
        [
            .. sends.SelectMany(file => Code().Matches(File.ReadAllText(file)))
                .Concat(Files(source, "Cpd.Engine", "*.cs").SelectMany(file => NotComposed().Matches(File.ReadAllText(file))))
                .Select(found => found.Groups[1].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_reason_for_which_a_message_fails_has_words(string code)
    {
        var said = FailureWords.Of(new FailureReport("Sms", MessageFate.NotSent, code, 1));

        Assert.NotEqual(JourneyNames.Readable(code), said);
        Assert.DoesNotContain("Infobip refused", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("message.cap", "Frequency cap reached")]
    [InlineData("infobip.no-key", "The Infobip account has no usable API key")]
    [InlineData("infobip.sms.51", "Infobip refused it: Sms 51")]
    public void What_Infobip_says_is_told_from_what_is_said_here(string code, string words) =>
        Assert.Equal(words, FailureWords.Of(new FailureReport("Sms", MessageFate.NotSent, code, 1)));

    private static IEnumerable<string> Files(string source, string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(source, folder), pattern, SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    [GeneratedRegex("""(?<!\$)"((?:message|email|voice|whatsapp|viber|rcs|mms|push|sms|links|template|dispatch)\.[a-z0-9-]+|infobip\.[a-z]+(?:-[a-z]+)+)"[,);]""")]
    private static partial Regex Code();

    [GeneratedRegex("""ComposedMessage\.Not\(\s*"([a-z0-9.-]+)"\s*,""")]
    private static partial Regex NotComposed();
}

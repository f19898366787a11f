using Bunit;
using Cpd.Adapters.Webhooks;
using Cpd.EventLog.Storage;
using Cpd.Web.Access;
using Cpd.Web.Features.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Settings;

public sealed class SigningSectionTests : PageTest
{
    public SigningSectionTests() => AddChannels();

    [Fact]
    public async Task A_secret_is_shown_once_and_never_again()
    {
        var section = await Open();
        Assert.Equal("Calls are not signed.", Says(section));

        await section.Click(".actions .button");

        await section.WaitForAssertionAsync(() => Assert.Equal("Calls are signed.", Says(section)));
        var secret = section.Find(".once pre").TextContent;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        Assert.DoesNotContain(secret, (await Open()).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_one_takes_the_place_of_the_other_both_are_good_until_the_one_before_is_ended()
    {
        var section = await Open();
        await Press(section, "Create secret", "Calls are signed.");
        await Press(section, "Create new secret", "The previous secret is also valid until");
        Assert.True(section.FindAll("button").Single(button => button.TextContent.Trim() == "Create new secret").HasAttribute("disabled"));   // a third would end the one that receivers have

        await Press(section, "End the previous secret", "Calls are signed.");

        await section.WaitForAssertionAsync(() => Assert.Equal("Calls are signed.", Says(section)));
        Assert.Equal(new SigningState(true, null), await Services.GetRequiredService<WebhookSigning>().Of(Workspace, default));
    }

    [Fact]
    public async Task Signing_is_stopped_by_who_says_so_twice_and_all_of_it_is_in_the_audit_log_without_a_secret()
    {
        var section = await Open();
        await Press(section, "Create secret", "Calls are signed.");
        var secret = section.Find(".once pre").TextContent;
        await Press(section, "Stop signing…", "Calls are signed.");
        await Press(section, "Stop signing", "Calls are not signed.");

        Assert.Equal("Calls are not signed.", Says(section));
        Assert.Empty(section.FindAll(".once pre"));
        await using var db = await Services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync();
        var lines = await db.Set<AuditRow>().OrderBy(row => row.Id).ToListAsync();
        Assert.Equal(["signing.secret-made", "signing.stopped"], lines.Select(line => line.Act));
        Assert.All(lines, line => Assert.DoesNotContain(secret, $"{line.Subject} {line.Before} {line.After}", StringComparison.Ordinal));
    }

    private async Task<IRenderedComponent<SigningSection>> Open()
    {
        var section = Render<SigningSection>();
        await section.WaitForElementAsync(".actions");
        return section;
    }

    private static string Says(IRenderedComponent<SigningSection> section) => string.Join(' ', section.FindAll("p")[1].TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task Press(IRenderedComponent<SigningSection> section, string name, string then)
    {
        await section.InvokeAsync(() => section.FindAll("button").Single(button => button.TextContent.Trim() == name).Click());
        await section.WaitForAssertionAsync(() => Assert.Contains(then, Says(section), StringComparison.Ordinal));
    }
}

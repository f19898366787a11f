using Bunit;
using Cpd.Contracts;
using Cpd.EventLog.Files;
using Cpd.Web.Features.Templates;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Templates;

/// <summary>Somebody attaches files to an e-mail.</summary>
public sealed class AttachmentsTests : PageTest
{
    [Fact]
    public async Task What_can_go_is_stored_and_listed_what_cannot_is_said_and_each_can_be_removed()
    {
        string? list = null;
        var part = Render<Attachments>(parameters => parameters.Add(it => it.Json, null).Add(it => it.Changed, said => list = said));

        part.FindComponent<InputFile>().UploadFiles(
            InputFileContent.CreateFromText("Terms", "Terms.txt"), InputFileContent.CreateFromText("MZ", "setup.exe"), InputFileContent.CreateFromText("MZ", "setup.pdf"));
        part.WaitForElement("[role=alert]");

        var file = Assert.Single(Attachment.Read(list)!);
        Assert.Equal(("Terms.txt", "text/plain", 5), (file.Name, file.Type, file.Size));
        Assert.Equal("Terms"u8.ToArray(), await Services.GetRequiredService<StoredFiles>().Read(Workspace, file.Hash, default));
        Assert.Equal(2, part.FindAll(".problem").Count);
        Assert.Contains("setup.exe", part.Find(".problem").TextContent, StringComparison.Ordinal);

        part.Render(parameters => parameters.Add(it => it.Json, list));
        await part.Find("[aria-label='Remove Terms.txt']").ClickAsync(new());
        Assert.Null(list);
    }
}

using Cpd.Contracts;
using Cpd.Engine.Templates.Email;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Cpd.Web.Features.Templates;

public sealed partial class Attachments
{
    private const string HintId = "attachments-hint";

    private static readonly string Hint = $"At most {EmailAttachments.Words(EmailAttachments.LargestTogether)} in total: PDF, images, spreadsheets, documents, calendar files.";

    private IReadOnlyList<string> _problems = [];
    private bool _isBusy;

    /// <summary>As the template names them; null for none.</summary>
    [Parameter, EditorRequired]
    public string? Json { get; set; }

    /// <summary>Told the list as it is to be; null for none.</summary>
    [Parameter, EditorRequired]
    public EventCallback<string?> Changed { get; set; }

    private IReadOnlyList<Attachment> Files => Attachment.Read(Json) ?? [];

    /// <summary>One after the other: each that can go is there at once, and of each that cannot it is said why.</summary>
    private async Task Take(InputFileChangeEventArgs change)
    {
        (_problems, _isBusy) = ([], true);
        if (change.FileCount > EmailAttachments.Most)
        {
            (_problems, _isBusy) = ([$"An e-mail may have at most {EmailAttachments.Most} attachments."], false);
            return;
        }

        var (problems, files) = (new List<string>(), Files.ToList());
        foreach (var chosen in change.GetMultipleFiles(EmailAttachments.Most))
        {
            var (file, refusal) = await Actions.Upload(chosen.Name, chosen.Size, () => chosen.OpenReadStream(EmailAttachments.LargestTogether));
            if (refusal is not null) problems.Add(refusal.Reason);
            if (file is null || files.Contains(file)) continue;

            if (EmailAttachments.Problems([.. files, file]).FirstOrDefault() is { } tooMuch) problems.Add($"“{file.Name}” was not attached. {tooMuch}");
            else files.Add(file);
        }
        (_problems, _isBusy) = (problems, false);
        await Changed.InvokeAsync(Attachment.Write(files));
    }

    private Task Tell(IReadOnlyList<Attachment> files)
    {
        _problems = [];
        return Changed.InvokeAsync(Attachment.Write([.. files]));
    }
}

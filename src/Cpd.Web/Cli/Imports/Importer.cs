using System.Globalization;

namespace Cpd.Web.Cli.Imports;

/// <summary>
/// Sends a file's rows to the intake, a batch at a time, so that their order holds. After each batch it notes how far it
/// is; what was sent and not noted is sent again with the same ids, and counts once.
/// </summary>
internal sealed class Importer(IImportFile file, BatchSender sender, ImportState state, ProgressLine progress, TimeProvider clock)
{
    /// <summary>The intake takes 500 KB and 2,500 events at once; half of that answers sooner, and leaves room.</summary>
    private const int BatchBytes = 250 * 1024;
    private const int BatchRows = 1_000;

    private readonly long _began = clock.GetTimestamp();
    private readonly long _resumedAt = state.Rows;
    private ImportState _state = state;

    /// <summary>The last row that is noted as dealt with.</summary>
    public long Noted => _state.Rows;

    public async Task<ImportState> Run(CancellationToken ct)
    {
        using var refused = new RefusedRows(file, _state.RefusedBytes);
        Begin(refused);

        var batch = new List<ImportRow>();
        var bytes = 0;
        await foreach (var row in file.Rows(ct))
        {
            if (row.Number <= _state.Rows) continue;
            var size = row.Message?.Length ?? 0;
            if (batch.Count == BatchRows || (bytes + size > BatchBytes && batch.Count > 0))
            {
                await Send(batch, refused, ct);
                batch.Clear();
                bytes = 0;
            }
            batch.Add(row);
            bytes += size + 1;
        }
        if (batch.Count > 0) await Send(batch, refused, ct);
        progress.End();
        return _state;
    }

    /// <summary>Both files are written before anything is sent: what is sent and cannot be noted would be sent again.</summary>
    private void Begin(RefusedRows refused)
    {
        try
        {
            refused.CutBack();
            _state.Save(file.Path);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                $"Progress and rejected rows are written next to {file.Path}, which is not possible ({unwritable.Message}): nothing was sent. Copy the file into a folder where this user has write access.");
        }
    }

    private async Task Send(List<ImportRow> batch, RefusedRows refused, CancellationToken ct)
    {
        var problems = await sender.Send([.. batch.Where(row => row.Message is not null)], ct);
        var count = 0;
        foreach (var row in batch)
        {
            if ((row.Problem ?? problems.GetValueOrDefault(row.Number)) is not { } problem) continue;
            refused.Add(row, problem);
            count++;
        }
        refused.Flush();
        _state = _state with { Rows = batch[^1].Number, Refused = _state.Refused + count, RefusedBytes = refused.Length };
        _state.Save(file.Path);
        Show();
    }

    private void Show()
    {
        var rate = (_state.Rows - _resumedAt) / Math.Max(0.001, clock.GetElapsedTime(_began).TotalSeconds);
        var refused = _state.Refused > 0 ? string.Create(CultureInfo.InvariantCulture, $", {_state.Refused:N0} rejected") : "";
        progress.Show(file.Read, string.Create(CultureInfo.InvariantCulture, $"{_state.Rows:N0} rows, {rate:N0}/s{refused}"));
    }
}

namespace Cpd.Web.Cli.Imports;

/// <summary>One row of a file, as a message for the intake or as something that cannot be one.</summary>
/// <param name="Number">Counts the file's rows from 1; resuming goes by it.</param>
/// <param name="Original">The row as it stands in the file, for the file of refused rows.</param>
/// <param name="Message">One call in Segment's shape, as JSON; null where <paramref name="Problem"/> says why not.</param>
internal sealed record ImportRow(long Number, string Original, byte[]? Message, RowProblem? Problem = null);

/// <param name="Code">Stable, for programs.</param>
internal sealed record RowProblem(string Code, string Sentence);

/// <summary>A kind of file that can be imported.</summary>
internal interface IImportFile
{
    string Path { get; }

    /// <summary>Where the rows go that were refused, each with its reason.</summary>
    string RefusedPath { get; }

    /// <summary>Roughly how much of the file was read, from 0 to 1.</summary>
    double Read { get; }

    /// <summary>All rows in order, also those that cannot be imported.</summary>
    IAsyncEnumerable<ImportRow> Rows(CancellationToken ct);

    /// <summary>What stands above the refused rows; empty where nothing does.</summary>
    string RefusedHeader { get; }

    /// <summary>A line of the file of refused rows, without its end.</summary>
    string Refused(ImportRow row, RowProblem problem);
}

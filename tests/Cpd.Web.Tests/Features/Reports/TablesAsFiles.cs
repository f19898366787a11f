using System.Text;
using Cpd.Web.Features.Reports;

namespace Cpd.Web.Tests.Features.Reports;

public sealed class TablesAsFiles
{
    private static readonly ReportTable Table = new(
        "things",
        [ReportColumn.Words("name", "Name"), new("count", "How many"), new("share", "Share"), new("took", "Took"), ReportColumn.Words("at", "When")],
        [
            ["Say \"hi\", čšž", 1250L, new Share(0.5), TimeSpan.FromSeconds(1.5), new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero)],
            ["=HYPERLINK(\"x\")", 0L, null, null, null],
        ]);

    [Fact]
    public void Comma_separated_values_are_quoted_and_no_formula() => Assert.Equal(
        "name,count,share,took,at\r\n\"Say \"\"hi\"\", čšž\",1250,0.5,1500,2030-01-01T12:00:00Z\r\n\"'=HYPERLINK(\"\"x\"\")\",0,,,\r\n",
        Encoding.UTF8.GetString(ReportFiles.Csv(Table)));

    [Fact]
    public void A_line_of_JSON_is_an_object_with_numbers_as_numbers() => Assert.Equal(
        """
        {"name":"Say \"hi\", čšž","count":1250,"share":0.5,"took":1500,"at":"2030-01-01T12:00:00Z"}
        {"name":"=HYPERLINK(\"x\")","count":0,"share":null,"took":null,"at":null}

        """.ReplaceLineEndings("\n"),
        Encoding.UTF8.GetString(ReportFiles.JsonLines(Table)));
}

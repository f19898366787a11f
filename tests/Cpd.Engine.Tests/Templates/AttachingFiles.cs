using Cpd.Contracts;
using Cpd.Engine.Templates.Email;
using Cpd.Engine.Templates.Stored;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Templates;

/// <summary>Files that go with an e-mail.</summary>
public class AttachingFiles
{
    private static readonly Attachment Terms = new(new string('a', 64), "terms.pdf", "application/pdf", 1000);

    [Fact]
    public void A_message_names_them_and_no_value_is_filled_into_their_names()
    {
        var template = CompiledTemplate.Compile("demo", "order", Channel.Email, isArchived: false, With(Terms with { Name = "{{x}}.pdf" }));

        var made = template.Compose(Facts("{}"));

        Assert.Equal([Terms with { Name = "{{x}}.pdf" }], Attachment.Read(made.Parts![Attachment.Part]));
    }

    [Fact]
    public void What_cannot_go_is_refused()
    {
        Assert.Empty(Check(With(Terms)));
        Assert.Equal(["template.attachments"], Check(With([.. Enumerable.Repeat(Terms, 11)])));
        Assert.Equal(["template.attachments"], Check(With(Terms with { Size = 3_000_000 }, Terms with { Size = 3_000_000 })));
        Assert.Equal(["template.attachments"], Check(With(Terms with { Name = "terms.exe" })));
        Assert.Equal(["template.attachments"], Check(With(Terms with { Name = "../terms.pdf" })));
        Assert.Equal(["template.attachments"], Check(With(Terms with { Hash = "../../x" })));
        Assert.Equal(["template.attachments"], Check(new([With().Variants[0].With(Attachment.Part, "[{}]")])));
        Assert.Equal(["template.part"], TemplateRules.Check(Channel.Sms, new([new TemplateVariant("", new Dictionary<string, string> { ["text"] = "Hi", [Attachment.Part] = "[]" })])).Select(mistake => mistake.Code));
    }

    [Theory]
    [InlineData("C:\\docs\\Terms 2030.PDF", "Terms 2030.PDF", "application/pdf")]
    [InlineData("../../a\"b.csv", "ab.csv", "text/csv")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe", null)]
    public void A_name_is_what_stands_behind_the_last_stroke(string given, string name, string? type) =>
        Assert.Equal((name, type), (EmailAttachments.NameOf(given), EmailAttachments.TypeOf(EmailAttachments.NameOf(given))));

    [Theory]
    [InlineData("application/pdf", "%PDF-1.7", true)]
    [InlineData("application/pdf", "MZ", false)]
    [InlineData("text/csv", "a;b", true)]
    [InlineData("text/plain", "a\0b", false)]
    [InlineData("text/calendar", "BEGIN:VCALENDAR", true)]
    public void A_name_alone_makes_no_file_of_its_kind(string type, string begins, bool isOne) =>
        Assert.Equal(isOne, EmailAttachments.IsWhatItSays(type, System.Text.Encoding.UTF8.GetBytes(begins)));

    private static IEnumerable<string> Check(TemplateContent content) => TemplateRules.Check(Channel.Email, content).Select(mistake => mistake.Code).Distinct();

    private static TemplateContent With(params Attachment[] files) =>
        new([new TemplateVariant("", new Dictionary<string, string> { ["subject"] = "S", ["html"] = "<p>Hi</p>" }).With(Attachment.Part, Attachment.Write(files))]);
}

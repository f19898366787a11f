using System.Xml.Linq;
using Cpd.Tests;

namespace Cpd.Engine.Tests;

public class WhoMayReferenceWhom
{
    [Theory]
    [InlineData("Cpd.Contracts", "")]
    [InlineData("Cpd.EventLog", "Cpd.Contracts")]
    [InlineData("Cpd.Engine", "Cpd.Contracts Cpd.EventLog")]
    [InlineData("Cpd.Adapters", "Cpd.Contracts Cpd.EventLog")]
    [InlineData("Cpd.Web", "Cpd.Adapters Cpd.Engine")]
    public void A_project_references_only(string project, string allowed)
    {
        var references = Project(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            .Order();

        Assert.Equal(allowed, string.Join(' ', references));
    }

    [Fact]
    public void Contracts_needs_no_package() =>
        Assert.Empty(Project("Cpd.Contracts").Descendants("PackageReference"));

    [Theory]
    [InlineData("Cpd.Engine")]
    [InlineData("Cpd.Adapters")]
    public void Kafka_is_known_to_the_log_alone(string project) =>
        Assert.DoesNotContain("Kafka", Project(project).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Kafkas_client_is_named_in_one_folder() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Confluent.Kafka", StringComparison.Ordinal)),
        file => Assert.StartsWith(Path.Combine(Repository.Root, "src", "Cpd.EventLog", "Kafka"), file, StringComparison.Ordinal));

    private static XDocument Project(string name) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", name, name + ".csproj"));
}

using System.Text.RegularExpressions;
using Cpd.Tests;
using Cpd.Web.Cli;
using Cpd.Web.Hosting;
using Cpd.Web.Hosting.Health;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace Cpd.Web.Tests.Hosting;

/// <summary>Image, compose files and manifests agree with the program: they cannot be run here, so they are read.</summary>
public sealed partial class WhatIsDeployed
{
    private const int Port = 8080;

    public static TheoryData<string> Files =>
    [
        .. All,
    ];

    private static string[] All =>
    [
        "compose.yaml", "compose.postgres.yaml",
        .. Directory.GetFiles(Path.Combine(Repository.Root, "deploy", "kubernetes"), "*.yaml").Select(file => Path.GetRelativePath(Repository.Root, file)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_setting_is_one_that_the_program_reads(string file)
    {
        var settings = SettingName().Matches(Text(file)).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal)).Distinct().ToArray();

        Assert.All(settings, setting => Assert.True(setting.StartsWith("ConnectionStrings:", StringComparison.Ordinal) ? setting == "ConnectionStrings:Cpd" : KnownSettings.Has(setting), setting));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Probes_ask_where_the_program_answers(string file)
    {
        foreach (var probe in Values(file, "httpGet").OfType<YamlMappingNode>())
        {
            Assert.Contains(probe["path"].ToString(), (string[])[HealthModule.LivePath, HealthModule.ReadyPath]);
            Assert.Equal(Port.ToString(System.Globalization.CultureInfo.InvariantCulture), probe["port"].ToString());
        }
    }

    [Theory]
    [InlineData("web")]
    [InlineData("engine")]
    [InlineData("adapter")]
    public void Each_role_is_there_twice_with_what_a_cluster_needs(string role)
    {
        var manifest = Path.Combine("deploy", "kubernetes", role + ".yaml");
        var kinds = Documents(manifest).Where(one => one["kind"].ToString() != "Ingress").ToDictionary(one => one["kind"].ToString());
        var pod = (YamlMappingNode)kinds["Deployment"]["spec"]["template"]["spec"];
        var container = (YamlMappingNode)((YamlSequenceNode)pod["containers"]).Single();

        Assert.Equal(role, ((YamlSequenceNode)container["env"]).Single(one => one["name"].ToString() == "Cpd__Roles")["value"].ToString());
        Assert.Equal(("true", "true"), (pod["securityContext"]["runAsNonRoot"].ToString(), container["securityContext"]["readOnlyRootFilesystem"].ToString()));
        foreach (var needed in (string[])["startupProbe", "livenessProbe", "readinessProbe", "resources"]) Assert.True(container.Children.ContainsKey(needed), needed);
        Assert.Equal("1", kinds["PodDisruptionBudget"]["spec"]["minAvailable"].ToString());
        Assert.Equal("2", kinds["HorizontalPodAutoscaler"]["spec"]["minReplicas"].ToString());

        var service = (YamlMappingNode)Documents("compose.yaml").Single()["services"][role];
        Assert.Equal((role, "2"), (service["environment"]["Cpd__Roles"].ToString(), service["deploy"]["replicas"].ToString()));
    }

    [Fact]
    public void No_secret_is_written_down()
    {
        foreach (var file in All)
        {
            foreach (var line in Text(file).Split('\n').Where(line => line.Contains("Password=", StringComparison.Ordinal) || SecretName().IsMatch(line)))
                Assert.Matches(@"\$\{[A-Z_]+:\?|secretKeyRef|\bname:", line);
        }
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("deploy/kubernetes/database.yaml")]
    public void Commands_are_the_tools_own(string file)
    {
        foreach (var command in Values(file, "command").Concat(Values(file, "args")).OfType<YamlSequenceNode>())
        {
            var words = command.Children.Select(word => word.ToString()).ToArray();
            Assert.Empty(CommandLine.Root().Parse(words).Errors);
            Assert.True(CommandLine.IsMeant(words));
        }
    }

    [Fact]
    public void The_metric_that_is_scaled_by_has_its_name_and_groups()
    {
        foreach (var metric in ((string[])["engine", "adapter"]).SelectMany(role => Values(Path.Combine("deploy", "kubernetes", role + ".yaml"), "metric")))
        {
            Assert.Equal("cpd_log_lag", metric["name"].ToString());
            Assert.Contains(metric["selector"]["matchLabels"]["group"].ToString(), (string[])["platform", "adapter"]);
        }
    }

    [Fact]
    public void The_image_runs_as_nobody_special_and_asks_itself_how_it_is()
    {
        var image = Text("Dockerfile");

        Assert.Contains("\nUSER 1654\n", image, StringComparison.Ordinal);
        Assert.Contains($"ASPNETCORE_HTTP_PORTS={Port}", image, StringComparison.Ordinal);
        Assert.Contains("CMD [\"cpd\", \"health\"]", image, StringComparison.Ordinal);
        Assert.Contains("ENV CpdFeed=full", image, StringComparison.Ordinal);
        Assert.Contains($"listen {Port};", Text("deploy/nginx.conf"), StringComparison.Ordinal);
        Assert.Contains($"server web:{Port} ", Text("deploy/nginx.conf"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/metrics", true)]
    [InlineData("/Metrics/", true)]
    [InlineData("/health/ready", true)]
    [InlineData("/v1/operations/dead-letters/7/replay", true)]
    [InlineData("/v1/track", false)]
    [InlineData("/healthy", false)]
    [InlineData("/hooks/infobip/metrics/reports", false)]
    public void What_is_for_operators_is_not_for_the_world(string path, bool isForOperators)
    {
        var proxy = OperatorsLocation().Match(Text("deploy/nginx.conf")).Groups[1].Value;
        var ingress = Documents("deploy/kubernetes/web.yaml").Single(one => one["kind"].ToString() == "Ingress" && one["metadata"]["name"].ToString() == "cpd-operators");
        var annotations = (YamlMappingNode)ingress["metadata"]["annotations"];

        Assert.Equal(isForOperators, Regex.IsMatch(path, proxy, RegexOptions.IgnoreCase));
        Assert.Equal(proxy, "^" + ingress["spec"]["rules"][0]["http"]["paths"][0]["path"]);
        Assert.Equal(
            ("true", "127.0.0.1/32"),
            (annotations["nginx.ingress.kubernetes.io/use-regex"].ToString(), annotations["nginx.ingress.kubernetes.io/whitelist-source-range"].ToString()));
    }

    [Fact]
    public void All_that_has_to_run_comes_back_after_a_restart_of_the_machine()
    {
        var services = ((YamlMappingNode)Documents("compose.yaml").Single()["services"]).Children
            .Concat(((YamlMappingNode)Documents("compose.postgres.yaml").Single()["services"]).Children.Where(service => service.Key.ToString() == "postgres"));

        foreach (var (name, service) in services.Where(service => service.Key.ToString() != "database"))
            Assert.True(Values((YamlMappingNode)service, "restart") == "unless-stopped", name.ToString());

        // Of its own, or what the anchor has that all of the product's share.
        static string? Values(YamlMappingNode service, string key) =>
            service.Children.TryGetValue(key, out var own) ? own.ToString()
            : service.Children.TryGetValue("<<", out var shared) ? Values((YamlMappingNode)shared, key) : null;
    }

    [Theory]
    [InlineData("ASPNETCORE_HTTP_PORTS", "8080", "http://127.0.0.1:8080/health/ready")]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:9000;http://[::1]:9001", "http://127.0.0.1:9000/health/ready")]
    [InlineData("ASPNETCORE_URLS", "http://+:81", "http://127.0.0.1:81/health/ready")]
    [InlineData("NOTHING", "", "http://127.0.0.1:5080/health/ready")]
    public void The_health_command_asks_where_the_server_listens(string variable, string value, string url) =>
        Assert.Equal(url, HealthCommand.OwnUrl(name => name == variable ? value : null));

    [Fact]
    public void The_settings_of_appsettings_are_known()
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "src", "Cpd.Web", "appsettings.json")).Build();

        Assert.Empty(KnownSettings.Unknown(settings));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/running.md")]
    [InlineData("docs/operations.md")]
    public void What_the_manual_tells_to_type_is_what_the_program_takes(string file)
    {
        var settings = SettingName().Matches(Text(file)).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal)).Distinct().ToArray();
        Assert.All(settings, setting => Assert.True(setting == "ConnectionStrings:Cpd" || KnownSettings.Has(setting), setting));

        foreach (var typed in TypedCommand().Matches(Text(file)).Select(match => match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            Assert.Empty(CommandLine.Root().Parse(typed).Errors);
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static IEnumerable<YamlNode> Documents(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text(file)));
        return yaml.Documents.Select(document => document.RootNode);
    }

    /// <summary>What stands under a name, wherever in the file.</summary>
    private static IEnumerable<YamlNode> Values(string file, string name) => Documents(file)
        .SelectMany(document => document.AllNodes).OfType<YamlMappingNode>()
        .SelectMany(node => node.Children).Where(child => child.Key.ToString() == name).Select(child => child.Value);

    [GeneratedRegex(@"location ~\* (\S+) \{ return 404; \}")]
    private static partial Regex OperatorsLocation();

    [GeneratedRegex(@"\b(Cpd|ConnectionStrings)__\w+")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"Cpd\.Web\.dll ([a-z][^#\n`]*)")]
    private static partial Regex TypedCommand();

    [GeneratedRegex(@"__(\w*(Secret|ApiKey|WriteKey))\b")]
    private static partial Regex SecretName();
}

using System.Text.RegularExpressions;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Storage;

/// <summary>Nobody adds a table without saying what keeps it from growing for ever.</summary>
public sealed partial class WhatBoundsEachTable
{
    [Fact]
    public void The_manual_says_it_of_each_table_there_is()
    {
        var manual = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        var section = manual[manual.IndexOf("### What bounds each table", StringComparison.Ordinal)..];
        var rows = section[..section.IndexOf("\n## ", StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')).ToList();
        var told = rows.SelectMany(row => Name().Matches(row[1]).Select(match => match.Groups[1].Value)).Order(StringComparer.Ordinal).ToList();

        Assert.All(rows, row => Assert.True(row[2].Trim().Length > 5, $"Say what bounds {row[1].Trim()}."));
        Assert.Equal(Tables(), told);
    }

    private static IEnumerable<string> Tables()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Cpd:DataDirectory", Path.GetTempPath())]).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddParts(configuration).BuildServiceProvider();
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        return [.. db.Model.GetRelationalModel().Tables.Select(table => table.Name).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Name();
}

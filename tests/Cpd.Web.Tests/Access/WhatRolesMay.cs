using Cpd.Web.Access;

namespace Cpd.Web.Tests.Access;

/// <summary>The whole table, so that nobody gets a right by accident.</summary>
public sealed class WhatRolesMay
{
    [Theory]
    [InlineData(MemberRole.Owner, "See EditPeople EditJourneys PublishJourneys EditTemplates SendMessages UsePhone ManageChannels Operate ManageKeys ManageMembers SeeAudit GovernPeople ManageWorkspace")]
    [InlineData(MemberRole.Administrator, "See EditPeople EditJourneys PublishJourneys EditTemplates SendMessages UsePhone ManageChannels Operate ManageKeys ManageMembers SeeAudit GovernPeople")]
    [InlineData(MemberRole.Marketer, "See EditPeople EditJourneys PublishJourneys EditTemplates SendMessages UsePhone")]
    [InlineData(MemberRole.Analyst, "See")]
    [InlineData(MemberRole.Developer, "See EditJourneys EditTemplates UsePhone Operate ManageKeys")]
    public void In_a_workspace(MemberRole role, string may) =>
        Assert.Equal(may, string.Join(' ', Enum.GetValues<Right>().Where(right => role.May(right))));

    [Fact]
    public void A_refusal_says_who_may() => Assert.Equal(
        "You are an analyst of this workspace and may not publish, pause or stop journeys. Ask an owner or an administrator or a marketer.",
        AccessDeniedException.Of(Right.PublishJourneys, MemberRole.Analyst).Message);

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/people?q=a%20b", "/people?q=a%20b")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("people", "/")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("/a\\b", "/")]
    [InlineData("/\t/elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public void Only_own_paths_are_gone_back_to(string? given, string path) => Assert.Equal(path, ReturnPath.Of(given));

    [Theory]
    [InlineData("Acme", "acme")]
    [InlineData("Café Čudo, d.o.o.", "cafe-cudo-d-o-o")]
    [InlineData("  --  ", "workspace")]
    [InlineData("日本", "workspace")]
    public void A_workspaces_id_is_made_of_its_name(string name, string id) => Assert.Equal(id, WorkspaceIds.Of(name));
}

using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Tests.Infobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class LogsOfTheSandbox
{
    [Fact]
    public async Task Are_paged_by_a_cursor_newest_first()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        await account.Send([Account.Message(1), Account.Message(2), Account.Message(3)], default);

        var first = await Ask(account, new LogQuery(Limit: 2, Cursor: ""));
        var second = await Ask(account, new LogQuery(Limit: 2, Cursor: first.Cursor!.NextCursor));

        Assert.Equal([$"{Account.Id(3)}", $"{Account.Id(2)}"], first.Results!.Select(line => line.MessageId));
        Assert.Equal([$"{Account.Id(1)}"], second.Results!.Select(line => line.MessageId));
        Assert.Null(second.Cursor!.NextCursor);
        Assert.Equal("Hello.", first.Results![0].Content!.Text);
    }

    [Fact]
    public async Task Are_asked_by_many_things()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { ReportDelayMs = 0, PerNumber = new Dictionary<string, NumberBehaviour> { ["385910000012"] = new(DeliveryErrorId: 27) } });
        await sandbox.Post("/sms/3/messages", """
            {"messages":[{"sender":"A","destinations":[{"to":"385910000011","messageId":"a"},{"to":"385910000012","messageId":"b"}],"content":{"text":"x"},"options":{"campaignReferenceId":"spring"}},
                         {"sender":"B","destinations":[{"to":"385910000013","messageId":"c"},{"to":"?","messageId":"d"}],"content":{"text":"x"}}],"options":{"schedule":{"bulkId":"bulk"}}}
            """);

        Assert.Equal("d c b a", await Found("bulkId=bulk"));
        Assert.Equal("b a", await Found("sender=A"));
        Assert.Equal("b", await Found("destination=%2B385910000012"));
        Assert.Equal("c a", await Found("messageId=a&messageId=c"));
        Assert.Equal("c a", await Found("messageId=a,c,zz"));
        Assert.Equal("b a", await Found("campaignReferenceId=spring"));
        Assert.Equal("b", await Found("generalStatus=UNDELIVERABLE"));
        Assert.Equal("d", await Found("generalStatus=REJECTED"));
        Assert.Equal("c a", await Found("generalStatus=DELIVERED"));
        Assert.Equal("d c b a", await Found("sentSince=2020-01-02T03:04:05.678%2B0000"));
        Assert.Equal("", await Found("sentUntil=2020-01-02T03:04:05Z"));
        Assert.Equal("d", await Found("limit=1"));

        async Task<string> Found(string query) =>
            string.Join(' ', JsonSerializer.Deserialize((await sandbox.Get("/sms/3/logs?" + query)).Body, InfobipJson.Wire.SmsLogs)!.Results!.Select(line => line.MessageId));
    }

    [Theory]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=0", "limit")]
    [InlineData("generalStatus=LOST", "generalStatus")]
    [InlineData("sentSince=yesterday", "sentSince")]
    [InlineData("useCursor=true&cursor=%21", "cursor")]
    public async Task Refuse_a_question_that_makes_no_sense(string query, string property)
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, body) = await sandbox.Get("/sms/3/logs?" + query);

        Assert.Equal(400, status);
        Assert.Contains($"\"property\":\"{property}\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_to_be_asked_too_often()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { LogsPerMinute = 1 });
        await using var account = sandbox.Account();

        // A minute may turn between two questions, hardly between four.
        var answers = new List<object?>();
        for (var i = 0; i < 4; i++) answers.Add(await account.LookUp([Account.Id(1)], default));

        Assert.NotNull(answers[0]);
        Assert.Contains(null, answers);
    }

    [Fact]
    public async Task Know_hundreds_of_messages_by_id()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        await account.Send([.. Enumerable.Range(0, 300).Select(number => Account.Message(number))], default);

        var found = await account.LookUp([.. Enumerable.Range(100, 300).Select(Account.Id)], default);

        Assert.Equal(200, found!.Count);
        Assert.All(found.Values, item => Assert.IsType<ItemAnswer.Accepted>(item));
    }

    private static async Task<SmsLogs> Ask(Account account, LogQuery query) =>
        Assert.IsType<InfobipAnswer<SmsLogs>.Answered>(await account.Client.Logs(query, default)).Value;
}

using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Tests.Infobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class ThePhone
{
    [Fact]
    public async Task Shows_who_was_told_what_and_what_they_said()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { ReportDelayMs = 0 });
        await using var account = sandbox.Account();
        await account.Send([Account.Message(1, "385910000010", "Welcome")], default);
        await account.Send([Account.Message(2, "+385910000011", "Come back")], default);

        await sandbox.Phone.Reply("385910000010", "Shop", "Thanks");

        var conversations = await sandbox.Phone.Conversations();
        Assert.Equal([("385910000010", "Shop", "Thanks", true), ("385910000011", "Shop", "Come back", false)],
            conversations.Select(one => (one.Number, one.Partner, one.LastText, one.FromPerson)).OrderByDescending(one => one.FromPerson));
        var messages = await sandbox.Phone.Messages("385910000010");
        Assert.Equal([("Welcome", "DELIVERED_TO_HANDSET"), ("Thanks", null)], messages.Select(one => (one.Text, one.Status)));
    }

    [Fact]
    public async Task Rings_when_something_comes()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        var rang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sandbox.Phone.Changed += () => rang.TrySetResult();

        await account.Send([Account.Message(1)], default);

        await rang.Task.WaitAsync(Cpd.Tests.Patience.Limit);
    }

    [Fact]
    public async Task Makes_the_service_misbehave_unless_that_is_nonsense()
    {
        await using var sandbox = await RunningSandbox.Start();

        Assert.Equal("failRate must be between 0 and 1", await sandbox.Phone.Behave(new SandboxBehaviour { FailRate = 2 }));
        Assert.Null(await sandbox.Phone.Behave(new SandboxBehaviour { FailRate = 1 }));
        Assert.Equal(500, (await sandbox.Get("/sms/3/reports")).Status);
    }
}

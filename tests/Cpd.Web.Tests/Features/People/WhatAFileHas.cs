using System.IO.Pipelines;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Web.Features.People;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.People;

/// <summary>All that is kept of Ana, as one file.</summary>
public sealed class WhatAFileHas : PersonPageTest
{
    private static readonly MessageId First = Ids.Derive<MessageId>(Now, "first"), Second = Ids.Derive<MessageId>(Now, "second"), Test = Ids.Derive<MessageId>(Now, "test");

    private static readonly StepPlace Place = new(Ids.Derive<RunId>(Now, "run"), "welcome", 3, "ask", 0);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task It_says_who_they_are_with_ids_attributes_addresses_and_consent_with_its_proof()
    {
        Identify("""{"firstName":"Ana","phone":"+385911234567","timezone":"Europe/Zagreb","tags":["a"],"consent":{"marketing":{"sms":{"granted":true,"at":"2029-01-02T10:00:00Z","source":"checkout","text":"News by SMS?"}}}}""");

        var person = (await File()).GetProperty("person");

        Assert.Equal((Ana.ToString(), "ana", "Europe/Zagreb"), (person.GetProperty("id").GetString(), person.GetProperty("userId").GetString(), person.GetProperty("timeZone").GetString()));
        Assert.Equal(["ana"], person.GetProperty("userIds").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal("""["a"]""", Compact(person.GetProperty("attributes").GetProperty("tags")));
        Assert.Contains(person.GetProperty("addresses").EnumerateArray(), one => (one.GetProperty("channel").GetString(), one.GetProperty("address").GetString()) == ("whatsApp", "+385911234567"));
        Assert.Equal(
            """{"purpose":"marketing","channel":"sms","granted":true,"at":"2029-01-02T10:00:00Z","source":"checkout","text":"News by SMS?"}""",
            Compact(Assert.Single(person.GetProperty("consents").EnumerateArray())));
    }

    [Fact]
    public async Task It_has_the_whole_timeline_from_the_oldest_on_however_long_it_is()
    {
        Identify("""{"firstName":"Ana"}""");
        Happens(Ana, [.. Enumerable.Range(0, 1_203).Select(number => new EventTracked($"Event {number}", Now, RawJson.EmptyObject, null))]);
        Happens(Person("ben"), new EventTracked("Of somebody else", Now, RawJson.EmptyObject, null));

        var timeline = (await File()).GetProperty("timeline").EnumerateArray().ToList();

        Assert.Equal("PersonIdentified", timeline[0].GetProperty("type").GetString());
        Assert.Equal(Enumerable.Range(0, 1_203).Select(number => $"Event {number}"), timeline.Skip(1).Select(record => record.GetProperty("data").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task It_has_each_message_once_with_what_became_of_it()
    {
        Identify("""{"firstName":"Ana"}""");
        Happens(Ana,
            new JourneyMoved(Place.Run, "welcome", 3, true, [new StepTaken("ask", "message", "next", true, Message: new MessageText(First, Channel.Sms, "+385911234567", "Hi Ana", null))], null, null, RunEnd.Finished),
            new MessageSent(First, Channel.Sms, Place),
            new MessageReported(First, DeliveryOutcome.Delivered, "DELIVERED", null, false, Now),
            new MessageReacted(First, Reaction.Clicked, null, Now),
            new MessageComposed(new MessageText(Second, Channel.Email, "ana@example.com", "Hello", "greeting")),
            new MessageSent(Second, Channel.Email, null),
            new MessageReported(Second, DeliveryOutcome.Undeliverable, "NO_MAILBOX", null, true, Now),
            new MessageSent(Test, Channel.Sms, null));

        var messages = (await File()).GetProperty("messages").EnumerateArray().ToList();

        Assert.Equal(
            [("sms", "Hi Ana", "delivered", null, true, "welcome"), ("email", "Hello", "undelivered", "NO_MAILBOX", false, null), ("sms", null, "sent", null, false, null)],
            messages.Select(one => (Text(one, "channel"), Text(one, "text"), Text(one, "state"), Text(one, "reason"), one.GetProperty("clicked").GetBoolean(), Text(one, "journey"))));
    }

    [Fact]
    public async Task Whoever_is_not_known_has_none()
    {
        Assert.Null(await Services.GetRequiredService<PersonFile>().Find(Workspace, Person("nobody"), default));
    }

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();

    private static string Compact(JsonElement value) => JsonSerializer.Serialize(value, Plain);

    private async Task<JsonElement> File()
    {
        var file = Services.GetRequiredService<PersonFile>();
        using var written = new MemoryStream();
        var pipe = PipeWriter.Create(written);
        await file.WriteAll((await file.Find(Workspace, Ana, default))!, pipe, default);
        await pipe.CompleteAsync();
        return JsonElement.Parse(written.ToArray());
    }
}

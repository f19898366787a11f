using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cpd.Adapters.Infobip.Email;
using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.People;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.People;

/// <summary>All that is kept of a person, as one JSON file that is written while it is read: a long timeline needs no memory.</summary>
public sealed class PersonFile(IPeopleStore people, KnownIds ids, PersonRecords records, CheckedAddresses checks, TimeProvider clock)
{
    private const int Piece = 64 * 1024;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the engine knows of them; null where the workspace has no such person, or has no more.</summary>
    public Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct) => people.Find(workspace, person, ct);

    /// <summary>Who they are, and no more.</summary>
    public async Task WriteProfile(PersonState person, PipeWriter to, CancellationToken ct)
    {
        var profile = person.Profile;
        await using var json = new Utf8JsonWriter(to, Readable);
        PersonJson.WriteProfile(json, profile, (await ids.All(profile.Workspace, profile.Id, ct)).Ids);
    }

    /// <summary>Everything.</summary>
    public async Task WriteAll(PersonState person, PipeWriter to, CancellationToken ct)
    {
        var profile = person.Profile;
        var (workspace, id) = (profile.Workspace, profile.Id);
        var (known, addresses) = await ids.All(workspace, id, ct);
        var sent = 0L;
        await using var json = new Utf8JsonWriter(to, Readable);
        json.WriteStartObject();
        json.WriteString("exportedAt", clock.GetUtcNow().UtcDateTime);
        json.WriteString("workspace", workspace);
        json.WritePropertyName("person");
        PersonJson.WriteProfile(json, profile, known);
        PersonJson.List(json, "foundBy", addresses, address =>
        {
            json.WriteString("kind", address.Group);
            json.WriteString("address", address.Address);
        });
        await WriteCheck(json, profile, ct);
        PersonJson.WriteRuns(json, "runs", person.Runs);
        PersonJson.WriteMemory(json, person);

        json.WriteStartArray("messages");
        await foreach (var message in records.Messages(workspace, id, ct))
        {
            PersonJson.WriteMessage(json, message);
            await Send();
        }
        json.WriteEndArray();

        json.WriteStartArray("timeline");
        await foreach (var record in records.All(workspace, id, ct))
        {
            PersonJson.WriteRecord(json, record);
            await Send();
        }
        json.WriteEndArray();
        json.WriteEndObject();

        async ValueTask Send()
        {
            var written = json.BytesCommitted + json.BytesPending;
            if (written - sent < Piece) return;
            sent = written;
            await json.FlushAsync(ct);
            await to.FlushAsync(ct);
        }
    }

    /// <summary>What the provider said of their e-mail address, where it was asked.</summary>
    private async Task WriteCheck(Utf8JsonWriter json, Profile profile, CancellationToken ct)
    {
        json.WritePropertyName("emailCheck");
        if (profile.Address(Channel.Email) is not { } email || await checks.Find(profile.Workspace, email, ct) is not { } check)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("mailbox", check.Mailbox.ToString());
        json.WriteString("marks", check.Marks.ToString());
        json.WriteString("reason", check.Reason);
        json.WriteString("risk", check.Risk);
        json.WriteString("meantDomain", check.MeantDomain);
        json.WriteString("askedAt", check.AskedAt.UtcDateTime);
        json.WriteEndObject();
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Infobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class OlderEmailsInTheSandbox
{
    [Fact]
    public async Task Come_in_a_form_as_the_official_client_writes_it()
    {
        await using var sandbox = await RunningSandbox.Start();

        // Part names without quotes, the boundary with.
        var (status, body) = await Send(sandbox, """
            -----------------------------8f1c
            Content-Disposition: form-data; name=from
            Content-Type: text/plain; charset=utf-8

            Cpd <news@cpd.example>
            -----------------------------8f1c
            Content-Disposition: form-data; name=to
            Content-Type: text/plain; charset=utf-8

            {"to":"ana@example.com","placeholders":{"name":"Ana"}}
            -----------------------------8f1c
            Content-Disposition: form-data; name=to
            Content-Type: text/plain; charset=utf-8

            ivo@example.com
            -----------------------------8f1c
            Content-Disposition: form-data; name=subject

            Hello {{name}}
            -----------------------------8f1c
            Content-Disposition: form-data; name=html

            <p>Hi</p>
            -----------------------------8f1c
            Content-Disposition: form-data; name=defaultPlaceholders

            {"name":"friend"}
            -----------------------------8f1c
            Content-Disposition: form-data; name=attachment; filename=a.txt; filename*=utf-8''a.txt
            Content-Type: application/octet-stream

            A
            -----------------------------8f1c--

            """);

        Assert.Equal(200, status);
        Assert.Empty(InfobipTypes.Problems("Email", "SendResponse", body));
        Assert.Equal([("ana@example.com", "Hello Ana"), ("ivo@example.com", "Hello friend")], (await sandbox.Received()).Select(mail => (mail.To, mail.Subject)));
        Assert.All(await sandbox.Received(), mail => Assert.Equal("a.txt", Assert.Single(mail.Attachments!).Name));
    }

    [Fact]
    public async Task Are_refused_in_the_older_shape_by_the_names_of_the_form()
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, body) = await Send(sandbox, """
            -----------------------------8f1c
            Content-Disposition: form-data; name="to"

            ana@example.com
            -----------------------------8f1c--

            """);

        Assert.Equal(400, status);
        Assert.Empty(InfobipTypes.Problems("Errors", "ApiException", body));
        Assert.Contains("\"from\":[\"must not be blank\"]", body, StringComparison.Ordinal);
        Assert.Contains("\"subject\":[\"size must be between 1 and 1000\"]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Do_not_arrive_where_the_domain_writes_no_more()
    {
        await using var sandbox = await RunningSandbox.Start();
        await sandbox.Post("/email/1/suppressions", """{"suppressions":[{"domainName":"cpd.example","emailAddress":["gone@example.com"],"type":"COMPLAINT"}]}""");

        await sandbox.Post("/email/4/messages", """
            {"messages":[{"sender":"Cpd <news@cpd.example>","destinations":[{"to":[{"destination":"gone@example.com"}]}],"content":{"subject":"s","text":"t"}},
                         {"sender":"news@other.example","destinations":[{"to":[{"destination":"gone@example.com"}]}],"content":{"subject":"s","text":"t"}}]}
            """);

        Assert.Equal(["UNDELIVERABLE_NOT_DELIVERED", "DELIVERED_TO_HANDSET"], (await sandbox.Received()).Select(mail => mail.Status));
        Assert.Contains("\"id\":6035", (await sandbox.Get("/email/4/reports")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_subscribed_is_told_with_their_signature_of_what_names_no_address()
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await sandbox.Post("/subscriptions/1/subscription/SMS", $$$$"""
            {"subscriptionId":"s","events":["DELIVERY",{"event":"INBOUND_MESSAGE","format":"V1"}],"profile":{"profileId":"p","webhook":{"notifyUrl":"{{{{receiver.Url}}}}/told"},
             "security":{"authId":"a","type":"BASIC","credentials":{"username":"u","password":"p"}},"headers":{"X-Own":"yes"}}}
            """);

        await sandbox.Post("/sms/3/messages", """{"messages":[{"destinations":[{"to":"385910000010","messageId":"m"}],"content":{"text":"x"}}]}""");
        var told = await receiver.Next();
        await sandbox.Post("/_control/reply", """{"from":"385910000010","to":"Shop","text":"Hi"}""");
        var written = await receiver.Next();

        Assert.Equal(("/told", "Basic dTpw", "yes"), (told.Path, told.Headers["Authorization"].ToString(), told.Headers["X-Own"].ToString()));
        Assert.Equal("m", JsonSerializer.Deserialize(told.Body, InfobipJson.Wire.SmsReports)!.Results![0].MessageId);
        Assert.Equal("Hi", JsonSerializer.Deserialize(written.Body, InfobipJson.Wire.SmsInbox)!.Results![0].Text);
    }

    private static async Task<(int, string)> Send(RunningSandbox sandbox, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, sandbox.BaseUrl + "/email/3/send") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(form.ReplaceLineEndings("\r\n"))) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=\"---------------------------8f1c\"");
        request.Headers.TryAddWithoutValidation("Authorization", "App sandbox-key");
        using var response = await sandbox.Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

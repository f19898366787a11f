using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Adapters.Tests.Reports;

namespace Cpd.Adapters.Tests.Sandbox;

/// <summary>What a subscription with HMAC is told: signed over the bytes of the body, so that its receiver, ours among them, knows who wrote it.</summary>
public sealed class SignedSubscriptions
{
    private const string Key = "the secret of both", Header = "X-Infobip-Signature";

    [Theory]
    [InlineData("HMAC_SHA_256", "Sha256")]
    [InlineData("HMAC_SHA_512", "Sha512")]
    [InlineData("HMAC_SHA_1", "Sha1")]
    public async Task Are_verified_by_whoever_has_the_key_and_by_nobody_else(string algorithm, string ours)
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        var (made, _) = await sandbox.Post("/subscriptions/1/subscription/SMS", $$$$"""
            {"subscriptionId":"s","events":["INBOUND_MESSAGE"],"profile":{"profileId":"p","webhook":{"notifyUrl":"{{{{receiver.Url}}}}/told"},
             "security":{"authId":"a","type":"HMAC","credentials":{"secretKey":"{{{{Key}}}}","algorithm":"{{{{algorithm}}}}"} } } }
            """);
        Assert.Equal(201, made);

        await sandbox.Post("/_control/reply", """{"from":"385910000010","to":"Shop","text":"Može, hvala"}""");
        var told = await receiver.Next();
        var signature = told.Headers[Header];

        Assert.Equal(Convert.ToHexStringLower(Hash(algorithm, Key, told.Body)), signature);
        Assert.False(told.Headers.ContainsKey("Authorization"));

        await using var door = await Receivers.Start(("Cpd:Infobip:Webhooks:HmacSecret", Key), ("Cpd:Infobip:Webhooks:HmacAlgorithm", ours));
        await using var another = await Receivers.Start(("Cpd:Infobip:Webhooks:HmacSecret", "another secret"), ("Cpd:Infobip:Webhooks:HmacAlgorithm", ours));
        Assert.Equal(HttpStatusCode.Unauthorized, await another.Post("inbound", told.Body, header: (Header, signature)));
        Assert.Equal(HttpStatusCode.Unauthorized, await door.Post("inbound", told.Body.Replace("hvala", "ne", StringComparison.Ordinal), header: (Header, signature)));
        Assert.Empty(door.Commands);
        Assert.Equal(HttpStatusCode.OK, await door.Post("inbound", told.Body, header: (Header, signature)));
        Assert.Single(door.Commands);
    }

#pragma warning disable CA5350   // Infobip offers it
    private static byte[] Hash(string algorithm, string key, string body)
    {
        var (secret, bytes) = (Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(body));
        return algorithm switch
        {
            "HMAC_SHA_1" => HMACSHA1.HashData(secret, bytes),
            "HMAC_SHA_512" => HMACSHA512.HashData(secret, bytes),
            _ => HMACSHA256.HashData(secret, bytes),
        };
    }
#pragma warning restore CA5350
}

using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox.Email;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Reports;

/// <summary>Subscriptions to what happens, their profiles and what secures them: made and listed, as far as the reference has it.</summary>
internal sealed class SubscriptionEndpoints(SandboxService sandbox)
{
    private const string Blank = "must not be blank";

    private static readonly string[] Channels =
    [
        "AGENT_OS", "APPLE_MESSAGES_FOR_BUSINESS", "BLOCKLIST", "CUSTOMER_ENGAGEMENT", "EMAIL", "FACEBOOK", "KAKAO_ALIM", "KAKAO_BRAND_MESSAGE", "LINE", "MMS", "MOBILE_IDENTITY",
        "MOBILE_PUSH", "NUMBER_LOOKUP", "OPEN_CHANNEL", "RCS", "REGISTRATION", "SMS", "VIBER", "VOICE_VIDEO", "WEB_PUSH", "WHATSAPP", "ZALO",
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/subscriptions/1/subscription/{channel}", Add);
        routes.MapGet("/subscriptions/1/subscription/{channel}", List);
        routes.MapPost("/subscriptions/1/profiles", AddProfile);
        routes.MapPost("/subscriptions/1/security", AddSecurity);
    }

    private async Task Add(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.SubscriptionRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        var channel = (string)context.GetRouteValue("channel")!;
        List<ApiViolation> violations = wrong is null ? [] : [wrong];
        if (!Channels.Contains(channel)) violations.Add(new ApiViolation("channel", "unsupported channel"));
        if (wrong is null)
        {
            Id(request?.SubscriptionId, "subscriptionId", violations);
            if (request?.Events is not { Count: >= 1 and <= 255 } events || events.Any(one => SubscriptionRequest.EventOf(one) is null))
                violations.Add(new ApiViolation("events", "size must be between 1 and 255"));
            if (request?.Profile is null) violations.Add(new ApiViolation("profile", "must not be null"));
            else Check(request.Profile, "profile.", violations);
            if (sandbox.Subscriptions.All.Subscriptions.Any(one => one.Channel == channel && one.Request.SubscriptionId == request?.SubscriptionId))
                violations.Add(new ApiViolation("subscriptionId", "is there already"));
        }
        if (await Refused(context, violations)) return;

        await sandbox.Subscriptions.Keep(all => all with { Subscriptions = [.. all.Subscriptions, new KeptSubscription(channel, request!)] }, CancellationToken.None);
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{Uri.EscapeDataString(request!.SubscriptionId!)}";
        await SandboxGate.Answer(context, new OnlySubscription(request.SubscriptionId!, Only(request.Profile!)), SandboxWire.Wire.OnlySubscription, 201);
    }

    private async Task List(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var channel = (string)context.GetRouteValue("channel")!;
        var query = new QueryReader(context.Request.Query);
        var (page, size) = (query.Number("page", 0, 0, int.MaxValue), query.Number("size", 20, 1, 100));
        var (resource, user) = (query.Text("resource"), query.Text("user"));
        if (!Channels.Contains(channel)) query.Wrong.Add(new ApiViolation("channel", "unsupported channel"));
        if (await Refused(context, query.Wrong)) return;

        var found = sandbox.Subscriptions.All.Subscriptions.Where(one => one.Channel == channel).Select(one => one.Request)
            .Where(one => (resource is null || one.Resources?.Contains(resource) == true) && (user is null || one.Users?.Contains(user) == true)).ToList();
        await SandboxGate.Answer(
            context,
            new SubscriptionPage(
                [.. found.Skip((int)Math.Min(int.MaxValue, (long)page * size)).Take(size).Select(one => new ListedSubscription(
                    one.SubscriptionId!, one.Name, Only(one.Profile!), one.Events!, one.Criteria, one.Resources, one.Users))],
                new Paging(page, size, (found.Count + size - 1) / size, found.Count)),
            SandboxWire.Wire.SubscriptionPage);
    }

    private async Task AddProfile(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.ProfileRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        List<ApiViolation> violations = wrong is null ? [] : [wrong];
        if (wrong is null) Check(request ?? new ProfileRequest(null), "", violations);
        if (await Refused(context, violations)) return;

        await sandbox.Subscriptions.Keep(all => all with { Profiles = [.. all.Profiles.Where(one => one.ProfileId != request!.ProfileId), request!] }, CancellationToken.None);
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{Uri.EscapeDataString(request!.ProfileId!)}";
        await SandboxGate.Answer(context, Only(request), SandboxWire.Wire.OnlyProfile, 201);
    }

    private async Task AddSecurity(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.SecurityRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;

        List<ApiViolation> violations = wrong is null ? [] : [wrong];
        if (wrong is null) Check(request ?? new SecurityRequest(null), "", violations);
        if (await Refused(context, violations)) return;

        await sandbox.Subscriptions.Keep(all => all with { Securities = [.. all.Securities.Where(one => one.AuthId != request!.AuthId), request!] }, CancellationToken.None);
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{Uri.EscapeDataString(request!.AuthId!)}";
        await SandboxGate.Answer(context, new OnlySecurity(request.AuthId!), SandboxWire.Wire.OnlySecurity, 201);
    }

    private static void Check(ProfileRequest profile, string path, List<ApiViolation> wrong)
    {
        Id(profile.ProfileId, path + "profileId", wrong);
        if (profile.Webhook is { } webhook)
        {
            SendRules.Size(webhook.NotifyUrl, 512, path + "webhook.notifyUrl", wrong);
            if (!(Uri.TryCreate(webhook.NotifyUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")) wrong.Add(new ApiViolation(path + "webhook.notifyUrl", "is not a valid url"));
        }
        if (profile.MaxBucketSize is not (null or (>= 1 and <= 2000))) wrong.Add(new ApiViolation(path + "maxBucketSize", "must be between 1 and 2000"));
        if (profile.Security is { } security) Check(security, path + "security.", wrong);
    }

    private static void Check(SecurityRequest security, string path, List<ApiViolation> wrong)
    {
        Id(security.AuthId, path + "authId", wrong);
        if (security.Type is not (null or "BASIC" or "HMAC" or "OAUTH" or "CUSTOM")) wrong.Add(new ApiViolation(path + "type", "must be one of BASIC, HMAC, OAUTH, CUSTOM"));
        if (security is { Type: "BASIC", Credentials: not { Username.Length: > 0, Password.Length: > 0 } }) wrong.Add(new ApiViolation(path + "credentials", Blank));
        if (security is { Type: "HMAC", Credentials: not { SecretKey.Length: > 0, Algorithm.Length: > 0 } }) wrong.Add(new ApiViolation(path + "credentials", Blank));
    }

    private static void Id(string? id, string path, List<ApiViolation> wrong)
    {
        if (string.IsNullOrWhiteSpace(id)) wrong.Add(new ApiViolation(path, Blank));
        SendRules.Size(id, 255, path, wrong);
    }

    private static async Task<bool> Refused(HttpContext context, List<ApiViolation> violations)
    {
        if (violations.Count == 0) return false;
        await SandboxGate.Refuse(context, 400, violations);
        return true;
    }

    private static OnlyProfile Only(ProfileRequest profile) => new(profile.ProfileId!, profile.Security is { } security ? new OnlySecurity(security.AuthId!) : null);
}

internal sealed record OnlySubscription(string SubscriptionId, OnlyProfile Profile);

internal sealed record OnlyProfile(string ProfileId, OnlySecurity? Security);

internal sealed record OnlySecurity(string AuthId);

internal sealed record SubscriptionPage(IReadOnlyList<ListedSubscription> Results, Paging Paging);

internal sealed record ListedSubscription(
    string SubscriptionId, string? Name, OnlyProfile Profile, IReadOnlyList<System.Text.Json.JsonElement> Events, System.Text.Json.JsonElement? Criteria, IReadOnlyList<string>? Resources,
    IReadOnlyList<string>? Users);

using Cpd.Adapters.Infobip;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox;

/// <summary>The account: what is left on it, and tokens for those who come with a name and a password.</summary>
internal sealed class AccountEndpoints(SandboxService sandbox)
{
    private const string Currency = "EUR";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/1/balance", Open(context => SandboxGate.Answer(context, new AccountBalance(Balance, Currency), SandboxWire.Wire.AccountBalance)));
        routes.MapGet("/account/1/free-messages", Open(context => SandboxGate.Answer(context, new AccountFreeMessages(0), SandboxWire.Wire.AccountFreeMessages)));
        routes.MapGet("/account/1/total-balance", Open(context => SandboxGate.Answer(
            context, new AccountTotalBalance(Balance, 0, 0, 0, new AccountCurrency(2, Currency, "Euro", "€"), new AccountFreeMessages(0)), SandboxWire.Wire.AccountTotalBalance)));
        routes.MapPost("/auth/1/session", Enter);
        routes.MapDelete("/auth/1/session", Open(Leave));
        routes.MapPost("/auth/1/oauth2/token", OAuth);
    }

    private decimal Balance => sandbox.Mood.Now.Balance;

    private async Task Enter(HttpContext context)
    {
        var (request, wrong) = await SandboxGate.Body(context, SandboxWire.Wire.SessionRequest);
        if (wrong is not null || string.IsNullOrEmpty(request?.Username) || string.IsNullOrEmpty(request.Password))
            await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation(string.IsNullOrEmpty(request?.Username) ? "username" : "password", "must not be blank"));
        else if (!SandboxGate.IsUser(context, sandbox.Options, request.Username, request.Password)) await SandboxGate.RefuseWith(context, 401, "Invalid login details");
        else await SandboxGate.Answer(context, new SessionToken(sandbox.Tokens.Give(SandboxTokens.Session)), SandboxWire.Wire.SessionToken);
    }

    private Task Leave(HttpContext context)
    {
        sandbox.Tokens.End(context.Request.Headers.Authorization.ToString());
        return Task.CompletedTask;
    }

    private async Task OAuth(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        // A form, as it is published; some clients write the same into the address.
        string Said(string name) => form?[name].ToString() is { Length: > 0 } said ? said : context.Request.Query[name].ToString();
        if (Said("grant_type") is not "client_credentials")
            await SandboxGate.Refuse(context, 400, new ApiViolation("grant_type", "must be client_credentials"));   // a code would need a page on which somebody agrees
        else if (!SandboxGate.IsUser(context, sandbox.Options, Said("client_id"), Said("client_secret"))) await SandboxGate.RefuseWith(context, 401, "Invalid login details");
        else await SandboxGate.Answer(
            context, new OAuthToken(sandbox.Tokens.Give(SandboxTokens.Bearer), (int)SandboxTokens.Life.TotalSeconds, SandboxTokens.Bearer), SandboxWire.Wire.OAuthToken);
    }

    private RequestDelegate Open(RequestDelegate work) => async context =>
    {
        if (await SandboxGate.Open(context, sandbox)) await work(context);
    };
}

internal sealed record AccountBalance(decimal Balance, string Currency);

internal sealed record AccountFreeMessages(int RemainingCount);

internal sealed record AccountTotalBalance(
    decimal Balance, decimal AllowedMinus, decimal MonthlyLimit, decimal MonthlyBalance, AccountCurrency Currency, AccountFreeMessages FreeMessages);

internal sealed record AccountCurrency(int Id, string Code, string CurrencyName, string Symbol);

internal sealed record SessionRequest(string? Username, string? Password);

internal sealed record SessionToken(string Token);

internal sealed record OAuthToken(
    [property: System.Text.Json.Serialization.JsonPropertyName("access_token")] string AccessToken,
    [property: System.Text.Json.Serialization.JsonPropertyName("expires_in")] int ExpiresIn,
    [property: System.Text.Json.Serialization.JsonPropertyName("token_type")] string TokenType);

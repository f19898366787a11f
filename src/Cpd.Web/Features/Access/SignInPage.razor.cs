using Cpd.Web.Access;
using Cpd.Web.Access.Oidc;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Features.Access;

public sealed partial class SignInPage(IServiceProvider services, Setup setup, DemoSignIn demo, NavigationManager navigation)
{
    private bool _isNew;
    private bool _hasDemo;
    private bool _hasAccounts;
    private string? _problem;

    [SupplyParameterFromForm(FormName = "sign-in")]
    public Form? Given { get; set; }

    /// <summary>Where they wanted to go.</summary>
    [SupplyParameterFromQuery]
    public string? Return { get; set; }

    [SupplyParameterFromQuery]
    public string? Why { get; set; }

    [CascadingParameter]
    private HttpContext Request { get; set; } = null!;

    private OidcOptions Oidc => services.GetRequiredService<IOptions<OidcOptions>>().Value;

    private string ByOidc => navigation.GetUriWithQueryParameters(OidcModule.Path, new Dictionary<string, object?> { ["return"] = Return });

    private Door Door => services.GetRequiredService<Door>();

    protected override async Task OnInitializedAsync()
    {
        _hasDemo = await demo.IsOfferedTo(Request);
        _isNew = await setup.IsNeeded(Request.RequestAborted);
        _hasAccounts = !_isNew || await setup.HasAccounts(Request.RequestAborted);
        if (_isNew && !_hasDemo) navigation.NavigateTo("/setup");
    }

    private async Task SignIn()
    {
        if (Given is not { Email.Length: > 0, Password.Length: > 0 })
        {
            _problem = "Enter your e-mail address and password.";
            return;
        }

        var entry = await Door.SignIn(Given.Email, Given.Password, Request.RequestAborted);
        if (entry is Entry.In) navigation.NavigateTo(ReturnPath.Of(Return));
        else _problem = Sentence(entry);
    }

    private async Task SignInToTheDemo()
    {
        if (await Door.SignInToTheDemo(Request)) navigation.NavigateTo(ReturnPath.Of(Return));
        else _problem = "The demo is only available on this machine, without a proxy.";
    }

    private static string Sentence(Entry entry) => entry is Entry.Locked
        ? $"Too many wrong passwords. The account is locked for {AccountRules.Locked.TotalMinutes:N0} minutes."
        : "Wrong e-mail address or password.";

    public sealed class Form
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}

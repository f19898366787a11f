using Cpd.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Cpd.Web.Features.Access;

public sealed partial class SetupPage(IServiceProvider services, Setup setup, NavigationManager navigation)
{
    private readonly Dictionary<string, string> _wrong = [];
    private IReadOnlyList<string> _problems = [];
    private bool _isNeeded;

    [SupplyParameterFromForm(FormName = "setup")]
    public Form? Given { get; set; }

    /// <summary>As it stands in the log, with the address.</summary>
    [SupplyParameterFromQuery]
    public string? Code { get; set; }

    [CascadingParameter]
    private HttpContext Request { get; set; } = null!;

    protected override async Task OnInitializedAsync() => _isNeeded = await setup.IsNeeded(Request.RequestAborted);

    private string? Problem(string field) => _wrong.GetValueOrDefault(field);

    private async Task Complete()
    {
        if (Given is null || !_isNeeded) return;

        Check("workspace", WorkspaceIds.ProblemOfName(Given.Workspace));
        Check("name", AccountRules.ProblemOfName(Given.Name));
        Check("email", AccountRules.ProblemOfEmail(Given.Email));
        Check("password", AccountRules.ProblemOfPassword(Given.Password, Given.Email));
        if (SetupCode.IsNeededFor(Request) && !services.GetRequiredService<SetupCode>().Is(Given.Code)) Check("code", "This code is wrong or older than a day. Restart the server for a new one.");
        if (_wrong.Count > 0) return;

        var (owner, problems) = await setup.Complete(
            services.GetRequiredService<UserManager<Account>>(), Given.Email!, Given.Name!, Given.Password!, Given.Workspace!);
        _problems = problems;
        if (owner is null) return;

        await services.GetRequiredService<Door>().Begin(owner, Request.RequestAborted);
        navigation.NavigateTo("/");
    }

    private void Check(string field, string? problem)
    {
        if (problem is not null) _wrong[field] = problem;
    }

    public sealed class Form
    {
        public string? Code { get; set; }

        public string? Workspace { get; set; }

        public string? Name { get; set; }

        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}

using Cpd.Engine.Messages.Sending;
using Cpd.Engine.UserView;
using Cpd.Web.Shell;

namespace Cpd.Web.Features.Channels;

public sealed partial class RulesPage(StoredSendingRules rules, RulesActions actions, LiveFeed feed, CurrentWorkspace workspace)
{
    private IReadOnlyList<SendingProblem> _problems = [];
    private RulesForm? _form;
    private bool _isChanged;
    private bool _saved;

    /// <summary>What somebody is writing is not taken away from them; when they save they are told that others did.</summary>
    protected override bool Follows => !_isChanged;

    protected override async Task<SavedSendingRules> Ask(CancellationToken ct)
    {
        var saved = await rules.Of(workspace.Id, ct);
        if (_form is null || saved.Version != View?.Version) _form = RulesForm.Of(saved.Rules);
        return saved;
    }

    protected override IDisposable Watch(Func<Task> changed) => feed.Watch(workspace.Id, null, changed);

    private List<SendingProblem> At(string path) =>
        [.. _problems.Where(problem => problem.Path == path || (path.Length > 0 && problem.Path.StartsWith(path + ".", StringComparison.Ordinal)))];

    private void Changed() => (_isChanged, _saved) = (true, false);

    private void Add()
    {
        _form!.Countries.Add(new CountryForm());
        Changed();
    }

    private void Remove(CountryForm country)
    {
        _form!.Countries.Remove(country);
        Changed();
    }

    private async Task Save()
    {
        var (written, unreadable) = _form!.Read();
        _problems = [.. unreadable, .. unreadable.Count > 0 ? SendingRulesCheck.Of(written) : await actions.Save(View!, written)];
        if (_problems.Count > 0) return;

        (_isChanged, _saved) = (false, true);
        await Reload();
    }
}

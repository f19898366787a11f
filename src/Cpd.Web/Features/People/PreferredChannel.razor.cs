using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Engine.UserView;
using Cpd.Web.Access;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.People;

public sealed partial class PreferredChannel(PersonActions actions, Refusals refusals, Caller caller, TimeProvider clock) : IDisposable
{
    private const string None = "None: they did not say";
    private const string Hint = "Steps with channels in turn can begin with it.";

    /// <summary>The command is carried out a moment later; who sees nothing of it for so long is told.</summary>
    private const int MostLooks = 20;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _closed = new();
    private Asked? _asked;
    private string? _refused;

    [Parameter, EditorRequired]
    public Profile Profile { get; set; } = null!;

    /// <summary>Asks for the person anew.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    private bool CanChange => caller.May(Right.EditPeople) && Who is not null;

    /// <summary>An id that leads to them; nobody is without one, but for those who are being erased.</summary>
    private GivenIds? Who =>
        Profile.UserId is { } user ? new GivenIds(user, null)
        : Profile.AnonymousIds is [.., var latest] ? new GivenIds(null, latest)
        : null;

    /// <summary>One that messages no longer go out by stays to be seen until another is chosen.</summary>
    private IReadOnlyList<Choice<Channel?>> Options =>
    [
        new(null, None),
        .. ChannelNames.InUse.Cast<Channel?>().Append(Profile.PreferredChannel).OfType<Channel>().Distinct().Select(channel => new Choice<Channel?>(channel, ChannelNames.Of(channel))),
    ];

    protected override void OnParametersSet()
    {
        if (_asked is { } asked && asked.Channel == Profile.PreferredChannel) _asked = null;
    }

    private async Task Choose(Channel? channel)
    {
        _refused = null;
        if (channel == Profile.PreferredChannel || Who is not { } who) return;

        try
        {
            if (await actions.Prefer(Profile.Id, who, Profile.PreferredChannel, channel) is not { } id) _refused = "The log did not take this just now. Try again in a moment.";
            else await Follow(_asked = new Asked(id, channel));
        }
        catch (AccessDeniedException denial)
        {
            _refused = denial.Message;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
    }

    /// <summary>The engine carries the command out, or refuses it, a moment later.</summary>
    private async Task Follow(Asked asked)
    {
        for (var look = 0; look < MostLooks && ReferenceEquals(_asked, asked); look++)
        {
            StateHasChanged();
            await Task.Delay(BetweenLooks, clock, _closed.Token);
            if (await refusals.Of(Profile.Workspace, nameof(EditPerson), asked.MessageId, _closed.Token) is { } refusal)
            {
                (_asked, _refused) = (null, refusal.Reason);
                return;
            }
            await Changed.InvokeAsync();
        }
        if (!ReferenceEquals(_asked, asked)) return;
        (_asked, _refused) = (null, "This takes longer than usual. It is carried out as soon as the engine comes to it.");
    }

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    private sealed record Asked(string MessageId, Channel? Channel);
}

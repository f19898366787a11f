using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Web.Access;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.People;

public sealed partial class PreferredChannel(PersonActions actions, CommandWatch watch, Caller caller) : IDisposable
{
    private const string None = "No preference";
    private const string Hint = "Steps with fallback channels can start with it.";

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
            if (await actions.Prefer(Profile.Id, who, Profile.PreferredChannel, channel) is not { } id) _refused = CommandWatch.NotTaken;
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

    private async Task Follow(Asked asked)
    {
        StateHasChanged();
        var refused = await watch.Follow(Profile.Workspace, nameof(EditPerson), asked.MessageId, async () =>
        {
            await Changed.InvokeAsync();
            return !ReferenceEquals(_asked, asked);
        }, _closed.Token);
        if (refused is not null) (_asked, _refused) = (null, refused);
    }

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    private sealed record Asked(string MessageId, Channel? Channel);
}

using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip;

/// <summary>Body of <c>POST</c> and <c>DELETE /platform/1/blocklists</c>; both are answered with 202 and no body.</summary>
public sealed record BlocklistRequest(IReadOnlyList<BlocklistEntry>? Blocklist);

/// <param name="SourceType">Named when it is taken off: all of a record has to be repeated then. What is put on by this call is CUSTOM.</param>
public sealed record BlocklistEntry(IReadOnlyList<BlocklistDestination>? Destinations, string? Sender = null, string? Channel = null, string? SourceType = null);

public sealed record BlocklistDestination(string? To);

/// <summary>What is known after an address was to be put on a provider's list, or taken off.</summary>
/// <param name="Problem">Null where it is done.</param>
/// <param name="MayRetry">True where the next try may do better; the same call twice does no harm.</param>
internal sealed record BlockAnswer(string? Problem, bool MayRetry = false, TimeSpan? RetryAfter = null);

/// <summary>A provider's do-not-contact list.</summary>
internal interface IBlocklist
{
    /// <summary>False where the installation does not keep it: then nothing of it is written down.</summary>
    bool IsKept { get; }

    /// <summary>Null where the installation does not keep it any more.</summary>
    Task<BlockAnswer?> Change(string workspace, BlockRequested block, CancellationToken ct);
}

/// <summary>Infobip's, where <c>Cpd:Infobip:Blocklist</c> is on.</summary>
internal sealed class InfobipBlocklist(InfobipClients clients, AccountBook book, IOptions<InfobipOptions> options) : IBlocklist
{
    /// <summary>What we put on by the API.</summary>
    private const string Custom = "CUSTOM";

    /// <summary>What Infobip puts on by itself. Another word would have the whole request refused.</summary>
    private static readonly string[] OfItself = ["MO", "URL_OPT_OUT", "CAMPAIGN"];

    public bool IsKept => options.Value.Blocklist;

    public async Task<BlockAnswer?> Change(string workspace, BlockRequested block, CancellationToken ct)
    {
        if (!IsKept) return null;
        if (clients.For(book.Of(workspace).Account) is not { } client)
            return new BlockAnswer("The account's key is missing or cannot be decrypted. Set it again in Channels.");

        var to = block.Channel is Channel.Email ? block.Address : block.Address.TrimStart('+');
        BlocklistEntry Entry(string? source) => new([new BlocklistDestination(to)], Channel: NameOf(block.Channel), SourceType: source);
        IReadOnlyList<BlocklistEntry> entries =
            block.Blocked ? [Entry(null)]
            : Array.IndexOf(OfItself, block.Source) >= 0 ? [Entry(Custom), Entry(block.Source)]
            : [Entry(Custom)];
        return await client.Blocklist(block.Blocked, new BlocklistRequest(entries), ct) switch
        {
            InfobipAnswer<BlocklistRequest>.Answered or InfobipAnswer<BlocklistRequest>.Unknown { IsAnswer: true } => new BlockAnswer(null),   // 202 has no body to read
            InfobipAnswer<BlocklistRequest>.Refused refused => new BlockAnswer(refused.Error.Sentence),
            InfobipAnswer<BlocklistRequest>.TooMany many => new BlockAnswer(many.Error.Sentence, MayRetry: true, many.RetryAfter),
            InfobipAnswer<BlocklistRequest>.Unknown unknown => new BlockAnswer(unknown.Reason, MayRetry: true),
            InfobipAnswer<BlocklistRequest>.NotSent not => new BlockAnswer(not.Reason, MayRetry: true),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>As the list names channels.</summary>
    public static string NameOf(Channel channel) => channel.ToString().ToUpperInvariant();
}

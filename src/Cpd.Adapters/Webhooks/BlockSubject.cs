using System.Security.Cryptography;
using System.Text;
using Cpd.Contracts;

namespace Cpd.Adapters.Webhooks;

/// <summary>What changes of the provider's list are told apart by: a hash of workspace, channel and address, so that no row has the address.</summary>
internal static class BlockSubject
{
    public static Guid Of(string workspace, BlockRequested block) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace}\n{block.Channel}\n{block.Address.TrimStart('+')}")).AsSpan(0, 16), bigEndian: true);
}

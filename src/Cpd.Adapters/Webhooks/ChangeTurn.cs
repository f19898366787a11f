namespace Cpd.Adapters.Webhooks;

/// <summary>Whether a change of the provider's list may be made now.</summary>
internal enum ChangeTurn
{
    Begin,

    /// <summary>Another process is making an older one of the same address.</summary>
    Wait,

    /// <summary>There is a newer one, or this one is another process's by now.</summary>
    Gone,
}

namespace Cpd.Web.Demo;

/// <summary>A believable stream of shoppers, taken in like everybody's events, so that there is something to look at.</summary>
public interface IDemoShoppers
{
    bool IsRunning { get; }

    void Start();

    void Stop();

    /// <summary>Raised on any thread after a start or a stop.</summary>
    event Action? Changed;
}

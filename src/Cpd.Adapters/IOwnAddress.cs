namespace Cpd.Adapters;

/// <summary>
/// Where this process listens, as others on this machine reach it. Known only once the server runs, so it is asked at the
/// moment of use; the host answers it.
/// </summary>
public interface IOwnAddress
{
    /// <summary>For example <c>http://127.0.0.1:5080</c>. Throws when the server does not listen yet.</summary>
    Uri Get();
}

namespace Cpd.EventLog;

/// <summary>The log did not confirm what it was given; it may have part of it. Whoever asked may ask again.</summary>
public class LogUnavailableException(string reason, Exception? inner) : IOException(reason, inner);

using Cpd.Engine.Workspaces;

namespace Cpd.Web.Api.Description;

/// <summary>One call of the API, as the OpenAPI document and the page "API" tell of it.</summary>
/// <param name="Name">The operation's id, in camel case.</param>
/// <param name="Section">Under which calls are grouped.</param>
/// <param name="Path">As it is mapped, without constraints of its parameters.</param>
/// <param name="Words">What it does, in a sentence or two.</param>
/// <param name="Scope">What the key has to be for.</param>
internal sealed record ApiCall(string Name, string Section, string Method, string Path, string Words, KeyScopes Scope)
{
    /// <summary>The parts of the path and of the query that are chosen by the caller.</summary>
    public IReadOnlyList<ApiField> Parameters { get; init; } = [];

    /// <summary>The members of the body; empty where there is none.</summary>
    public IReadOnlyList<ApiField> Body { get; init; } = [];

    /// <summary>A body that works, as JSON; null where there is none.</summary>
    public string? Example { get; init; }

    public ApiAnswerKind Answer { get; init; } = ApiAnswerKind.Taken;
}

/// <summary>One member of a body, or one parameter.</summary>
/// <param name="Words">What it means, and in which form it is written.</param>
/// <param name="Most">Characters of a string, or the largest number; null where there is no bound of its own.</param>
internal sealed record ApiField(string Name, ApiType Type, string Words, bool IsRequired = false, int? Most = null)
{
    /// <summary>The values there are; empty where any will do.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

internal enum ApiType
{
    Text,
    Time,
    Flag,
    Number,
    Object,

    /// <summary>A journey's definition, which has a schema of its own.</summary>
    Journey,

    /// <summary>A list of calls, each with its <c>type</c>.</summary>
    Calls,

    /// <summary>A list of ids.</summary>
    Numbers,
}

/// <summary>What a call is answered with where it is taken.</summary>
internal enum ApiAnswerKind
{
    /// <summary>200: durable.</summary>
    Taken,

    /// <summary>200, also where only a part was taken, which then is told one by one.</summary>
    PartlyTaken,

    /// <summary>202: the command is durable; what comes of it is told later under the id.</summary>
    Accepted,

    Journeys,
    Journey,
    Person,
    Export,
    DeadLetters,
    DeadLettersDone,
    UserView,
}

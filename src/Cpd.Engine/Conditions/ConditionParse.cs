namespace Cpd.Engine.Conditions;

/// <summary>What came of reading a condition's text: the condition, or the first problem.</summary>
public sealed record ConditionParse(Condition? Condition, ConditionProblem? Problem);

/// <param name="Column">Where in the text, counted from 1.</param>
/// <param name="Sentence">Says what to do.</param>
public sealed record ConditionProblem(int Column, string Sentence);

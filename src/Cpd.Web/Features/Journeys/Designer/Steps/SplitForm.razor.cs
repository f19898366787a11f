using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

public sealed partial class SplitForm
{
    private long Sum => Step.Parts.Sum(part => (long)part.Weight);

    /// <summary>What is left for the last part when the others have theirs.</summary>
    private long Rest => 100 - Sum + Step.Parts[^1].Weight;

    private bool IsEven => Step.Parts.Select((part, index) => part.Weight == Share(index, Step.Parts.Count)).All(equal => equal);

    private static int Share(int index, int count) => 100 / count + (index < 100 % count ? 1 : 0);

    private Task Put(int index, SplitPart part) => Change(Step with { Parts = With(Step.Parts, index, part) });

    private Task Even() => Change(Step with { Parts = [.. Step.Parts.Select((part, index) => part with { Weight = Share(index, Step.Parts.Count) })] });

    private Task Fill() => Put(Step.Parts.Count - 1, Step.Parts[^1] with { Weight = (int)Rest });

    /// <summary>A new part gets what is left; where nothing is, the author says whom it takes from.</summary>
    private Task Add() => Change(Step with { Parts = [.. Step.Parts, new SplitPart(null, (int)Math.Clamp(100 - Sum, 0, 100), null)] });
}

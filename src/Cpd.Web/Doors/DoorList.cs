using Cpd.EventLog.Kafka;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Doors;

/// <summary>All doors there are. Bound to <c>Cpd:Kafka</c>, of which it reads one member.</summary>
internal sealed class DoorList
{
    public List<DoorOptions> Doors { get; } = [];
}

/// <summary>Says all that is wrong with the doors before anything is connected.</summary>
internal sealed class DoorListCheck(IOptions<KafkaOptions> kafka) : IValidateOptions<DoorList>
{
    public ValidateOptionsResult Validate(string? name, DoorList options) =>
        DoorOptions.Problems(options.Doors, Prefix()).ToArray() is { Length: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;

    private string Prefix()
    {
        try
        {
            return kafka.Value.TopicPrefix;
        }
        catch (OptionsValidationException)
        {
            return "";   // says so itself
        }
    }
}

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
    // Goes with the commit that reads them: a door that nobody reads would be taken for one that has nothing to say.
    private const string NotYet = "Cpd:Kafka:Doors is not read by this version yet: take it out, and send events over HTTP.";

    public ValidateOptionsResult Validate(string? name, DoorList options) =>
        options.Doors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail([.. DoorOptions.Problems(options.Doors, Prefix()), NotYet]);

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

using Cpd.Contracts;

namespace Cpd.Engine.Commands;

/// <summary>Commands about a person who has to be known already, as pure rules.</summary>
internal static class PersonCommands
{
    public static readonly Refusal Nobody = new(
        "person.no-id", "\"userId\" or \"anonymousId\" is required.");

    private static readonly Decision Unknown = Decision.Refuse(
        "person.unknown", "There is no person with this id: identify them first, or send an event for them.");

    public static Decision Edit(EditPerson command, PersonId? person, DateTimeOffset now) =>
        person is null ? Unknown : Decision.Record(new PersonIdentified(command.Who, now, command.Attributes, command.By));

    public static Decision Enrol(EnrolPerson command, PersonId? person, bool journeyExists)
    {
        if (!journeyExists)
            return Decision.Refuse("journey.unknown", $"There is no journey \"{command.Journey}\": publish it first, or check the id.");

        return person is null ? Unknown : Decision.Record(new EnrolmentAsked(command.Journey, command.Data, command.MessageId));
    }

    public static Decision Send(SendMessage command, PersonId? person)
    {
        if (string.IsNullOrEmpty(command.Text) == string.IsNullOrEmpty(command.Template))
            return Decision.Refuse("message.content", "A message needs either a text or a template, not both.");

        return person is null
            ? Unknown
            : Decision.Record(new MessageAsked(command.Channel, command.Text, command.Template, command.Data, command.Transactional));
    }

    public static Decision Forget(PersonId? person) =>
        person is null ? Unknown : Decision.Record(new PersonForgotten());
}

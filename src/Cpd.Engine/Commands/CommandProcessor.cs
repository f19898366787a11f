using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.Messages;
using Cpd.Engine.Messages.Sending;
using Cpd.EventLog;
using MassTransit;

namespace Cpd.Engine.Commands;

/// <summary>
/// Takes commands: passes over repeats, finds out who is meant, and says on the log what came of it. From here on records
/// are keyed by the person.
/// </summary>
/// <remarks>A command that is refused is a record too. Only faults throw, and then the whole window is done again.</remarks>
public sealed class CommandProcessor(SeenMessages seen, IJourneyDirectory directory, IJourneyCommands journeys) : IConsumer<RecordWindow>
{
    public const string Group = "commands";

    public Task Consume(ConsumeContext<RecordWindow> context) => Take(context.Window());

    internal async Task Take(Window window)
    {
        if (window.Records.Count == 0) return;

        var known = seen.Begin(window.Transaction, window.Partitions);
        var fresh = window.Records.Where(known.IsNew).ToList();
        var here = new Here(window.Transaction, new PeopleOfCalls(window.Transaction));
        here.People.Fetch(fresh);
        foreach (var record in fresh) await Take(record, here);
        here.People.Save();
        known.Write();
    }

    private Task Take(LogRecord record, Here here)
    {
        var people = here.People;
        var to = new Outgoing(record, here.Transaction);
        switch (record.Body)
        {
            case Identify it:
                if (people.Resolve(it.Who, to) is { } identified) to.About(identified, new PersonIdentified(it.Who, it.OccurredAt, it.Traits));
                break;
            case Track it:
                if (people.Resolve(it.Who, to) is { } actor) to.About(actor, new EventTracked(it.Event, it.OccurredAt, it.Properties, it.Who));
                break;
            case Group it:
                if (people.Resolve(it.Who, to) is { } member) to.About(member, new GroupJoined(it.GroupId, it.OccurredAt, it.Traits, it.Who));
                break;
            case Alias it:
                people.Join(it, to);
                break;
            case EditPerson it:
                var edited = people.Find(it.Who, to);
                to.Carry(PersonCommands.Edit(it, edited, record.At), edited);
                break;
            case EnrolPerson it:
                var enrolled = people.Find(it.Who, to);
                to.Carry(PersonCommands.Enrol(it, enrolled, JourneyExists(it.Journey, record.Workspace, here)), enrolled);
                break;
            case SendMessage it:
                var addressee = people.Find(it.Who, to);
                to.Carry(PersonCommands.Send(it, addressee), addressee);
                break;
            case SendTest it:
                to.About(people.WhoGetsTest(it, record.At, to), new TestAsked(it.Channel, it.To, it.Text, it.Template, it.Parts, it.By));
                break;
            case ForgetPerson it:
                var forgotten = people.Find(it.Who, to);
                to.Carry(PersonCommands.Forget(forgotten), forgotten);
                if (forgotten is { } person) people.Forget(person, to);
                break;
            case RecordDelivery it:
                // The keys first: who waits for them and for the call's end hears the more telling.
                if (it.Keys is { } pressed) to.About(people.Survivor(it.Person, to), new ReplyReceived(Channel.Voice, pressed.From, pressed.To, pressed.Keys, it.OccurredAt, pressed.Keys, it.Message));
                to.About(people.Survivor(it.Person, to), new MessageReported(it.Message, it.Outcome, it.Status, it.Reason, it.Permanent, it.OccurredAt, it.Call));
                break;
            case RecordReaction it:
                to.About(people.Survivor(it.Person, to), new MessageReacted(it.Message, it.Reaction, it.Url, it.OccurredAt, AutomaticReactions.Why(it)));
                break;
            case SuppressAddress it:
                to.About(people.Survivor(it.Person, to), new AddressSuppressed(it.Channel, it.Address, it.Reason, it.OccurredAt));
                break;
            case RecordConsent it:
                to.About(people.Survivor(it.Person, to), new ConsentHeard(it.Purpose, it.Channel, it.Granted, it.Source, it.Text, it.OccurredAt));
                break;
            case RecordBlock it:
                to.About(people.WhoHas(it.Channel, it.Address, it.OccurredAt, to), new ConsentHeard(
                    RulesOfSending.Everything, it.Channel, !it.Blocked, ConsentSources.Blocklist, it.Source, it.OccurredAt));
                break;
            case RecordReply it:
                to.About(people.WhoHas(it.Channel, it.From, it.OccurredAt, to), new ReplyReceived(it.Channel, it.From, it.To, it.Text, it.OccurredAt, it.Button, it.Answers, it.Media, it.MediaUrls, it.Fields));
                break;
            case RecordSeen it:
                if (people.Has(it.Channel, it.From, to) is { } reader) to.About(reader, new MessageReacted(it.Message, Reaction.Seen, null, it.OccurredAt));
                break;
            case TakeOutRun it:
                to.About(people.Survivor(it.Person, to), new RunTakeOutAsked(it.Run, it.MessageId, it.By));
                break;
            case PushOnRun it:
                to.About(people.Survivor(it.Person, to), new RunPushAsked(it.Run, it.Step, it.MessageId, it.By));
                break;
            case PublishJourney it:
                return Publish(it, to, here);
            case ChangeJourney it:
                return Change(it, to, here);
        }
        return Task.CompletedTask;   // of a type this version does not know: passed over
    }

    private async Task Publish(PublishJourney command, Outgoing to, Here here)
    {
        here.Journeys = null;
        to.Carry(await journeys.Publish(command, to.Command, here.Transaction), person: null);
    }

    private async Task Change(ChangeJourney command, Outgoing to, Here here)
    {
        here.Journeys = null;
        to.Carry(await journeys.Change(command, to.Command, here.Transaction), person: null);
    }

    private bool JourneyExists(string journey, string workspace, Here here)
    {
        here.Journeys ??= directory.Look(here.Transaction);
        return here.Journeys(workspace, journey);
    }

    private sealed record Here(LogTransaction Transaction, PeopleOfCalls People)
    {
        /// <summary>As of the last publication in this window.</summary>
        public JourneyExists? Journeys { get; set; }
    }
}

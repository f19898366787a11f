using System.Collections.Immutable;
using Cpd.Contracts;
using Cpd.Engine.Templates;

namespace Cpd.Engine.Journeys;

public abstract partial record JourneyStep
{
    /// <summary>
    /// Asks for a call to a company's server and waits for what comes of it: <c>steps.{id}.status</c> and
    /// <c>steps.{id}.body</c> in later steps. An answer of 200 to 299 leaves by <c>ok</c>, everything else by <c>failed</c>;
    /// so does an answer that could not be kept. Values in the address are percent-encoded, values in a JSON body escaped.
    /// </summary>
    /// <param name="Attempts">How often it is tried until there is an answer.</param>
    public sealed record Webhook(
        string Id, string Method, TemplateText Url, IReadOnlyList<KeyValuePair<string, TemplateText>> Headers, TemplateText? Body,
        int TimeoutSeconds, int Attempts, string? Ok, string? Failed) : JourneyStep(Id)
    {
        internal const string Name = "webhook";

        /// <summary>Longer than any queue of calls should ever be: only so that an answer that got lost does not hold a person for good.</summary>
        private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

        /// <summary>Not dropped in silence: a later step would look for a value that the server did send.</summary>
        private static readonly string TooLong =
            $"The response is longer than the limit of {Numbers.Text(Advance.LargestAnswer)} bytes; return only what the journey needs.";

        private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() =>
            [new("ok", Ok, "ok", ExitTakes.Time), new("failed", Failed, "failed", ExitTakes.PerhapsTime)];

        public override JourneyStep Lead(int exit, string? to) => exit == 0 ? this with { Ok = to } : this with { Failed = to };

        internal override IEnumerable<StepText> Texts() =>
            [new(Url, "url"), .. Headers.Select(header => new StepText(header.Value, $"headers.{header.Key}")), .. Body is null ? [] : new[] { new StepText(Body, "body") }];

        internal override IEnumerable<StepProblem> Problems()
        {
            if (!Methods.Contains(Method)) yield return new("webhook.method", $"The method must be one of {string.Join(", ", Methods)}.", "method");
            if (!Url.Text.StartsWith("https://", StringComparison.Ordinal) && !Url.Text.StartsWith("http://", StringComparison.Ordinal))
                yield return new("webhook.url", "The URL must start with https:// or http://.", "url");
            if (TimeoutSeconds is < 1 or > 60) yield return new("webhook.timeout", "Set a timeout of 1 to 60 seconds.", "timeoutSeconds");
            if (Attempts is < 1 or > 10) yield return new("webhook.attempts", "Set 1 to 10 attempts.", "attempts");
        }

        internal override bool LeavesResult => true;

        internal override StepResult Enter(Advance advance)
        {
            var (url, problem) = Url.Render(advance.Facts);
            if (url is null) return NotCalled(advance, problem!);

            var headers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach (var (name, template) in Headers)
            {
                (var value, problem) = template.Render(advance.Facts);
                if (value is null) return NotCalled(advance, problem!);
                headers[name] = value;
            }

            string? body = null;
            if (Body is not null)
            {
                (body, problem) = Body.Render(advance.Facts);
                if (body is null) return NotCalled(advance, problem!);
            }

            var call = Ids.Derive<RecordId>(advance.Now, "webhook", advance.Run.Value, Id, advance.Visit);
            advance.Emit(new WebhookRequested(call, Method, url, headers.ToImmutable(), body, TimeoutSeconds, Attempts, advance.Place));
            return new StepResult.Stay(advance.Now + Patience + TimeSpan.FromSeconds(TimeoutSeconds * Attempts));
        }

        internal override bool Listens(IRecordBody body) => body is WebhookAnswered;

        internal override StepResult? Hear(Advance advance, LogRecord record)
        {
            var answered = (WebhookAnswered)record.Body;
            if (answered.Place.Run != advance.Run || answered.Place.Step != Id || answered.Place.Visit != advance.Visit) return null;

            if (answered.Answer.Utf8.Length > Advance.LargestAnswer)
                answered = answered with { Answer = default, Problem = answered.Problem ?? TooLong };
            advance.NoteAnswer(Id, answered);
            return answered is { Status: >= 200 and < 300, Problem: null }
                ? new StepResult.Go("ok", $"status {answered.Status}")
                : new StepResult.Go("failed", answered.Problem ?? $"status {answered.Status}");
        }

        internal override StepResult Due(Advance advance) => NotCalled(advance, "No response.");

        private StepResult.Go NotCalled(Advance advance, string problem)
        {
            advance.NoteAnswer(Id, new WebhookAnswered(default, 0, default, problem, advance.Place));
            return new StepResult.Go("failed", problem);
        }

        internal static JourneyStep Read(JourneyReader json)
        {
            List<KeyValuePair<string, TemplateText>> headers = [];
            if (json.ObjectOrNull("headers") is { } given)
                foreach (var header in given.Members()) headers.Add(new(header.Name, new TemplateText(given.TextOrNull(header.Name) ?? "")));

            return new Webhook(
                json.Step, json.TextOrNull("method") ?? "POST", new TemplateText(json.Text("url"), TemplateEscaping.Url), headers,
                json.TextOrNull("body") is { } body ? new TemplateText(body, EscapingOf(headers)) : null,
                json.Number("timeoutSeconds", 10), json.Number("attempts", 3), json.Exit("ok"), json.Exit("failed"));
        }

        /// <summary>A body is JSON where no header says otherwise.</summary>
        public static TemplateEscaping EscapingOf(IReadOnlyList<KeyValuePair<string, TemplateText>> headers)
        {
            var type = headers.FirstOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value?.Text;
            return type is null || type.Contains("json", StringComparison.OrdinalIgnoreCase) ? TemplateEscaping.Json
                : type.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? TemplateEscaping.Url
                : TemplateEscaping.None;
        }

        internal override void Write(JourneyWriter json)
        {
            json.Text("method", Method).Text("url", Url);
            if (Headers.Count > 0)
                json.Object("headers", members =>
                {
                    foreach (var (name, value) in Headers) members.Text(name, value);
                });
            json.Text("body", Body).Number("timeoutSeconds", TimeoutSeconds).Number("attempts", Attempts).Exit("ok", Ok).Exit("failed", Failed);
        }
    }
}

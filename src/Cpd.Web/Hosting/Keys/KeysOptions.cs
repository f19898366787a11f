using Microsoft.Extensions.Options;

namespace Cpd.Web.Hosting.Keys;

/// <summary>Section <c>Cpd:Keys</c>: the secret that data protection's keys are locked with where they are stored.</summary>
internal sealed class KeysOptions
{
    public const string Section = "Cpd:Keys";

    private const int Shortest = 32;

    /// <summary>The same for all processes on one database.</summary>
    public string Secret { get; set; } = "";

    /// <summary>A file that holds it, instead.</summary>
    public string SecretFile { get; set; } = "";

    /// <summary>Null where there is none.</summary>
    public string? Read() => SecretFile is "" ? (Secret is "" ? null : Secret.Trim()) : File.ReadAllText(SecretFile).Trim();

    internal sealed class Check : IValidateOptions<KeysOptions>
    {
        public ValidateOptionsResult Validate(string? name, KeysOptions options) =>
            Problem(options) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;

        private static string? Problem(KeysOptions options)
        {
            if (options.Secret is not "" && options.SecretFile is not "") return $"{Section}:Secret and {Section}:SecretFile are both set: use only one.";
            try
            {
                return options.Read() is { Length: < Shortest } ? $"The secret of {Section} has fewer than {Shortest} characters: create one with \"openssl rand -hex 32\"." : null;
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return $"The file {options.SecretFile} ({Section}:SecretFile) cannot be read: check that it exists and that this process may read it.";
            }
        }
    }
}

using System.ComponentModel;
using System.Globalization;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// Reads a word of the settings in our spelling and in Kafka's: <c>SaslSsl</c> and <c>SASL_SSL</c>. What is none becomes a value
/// that there is not, so that <see cref="KafkaOptionsCheck"/> says it together with all else that is wrong.
/// </summary>
internal sealed class KafkaWord<TWord>() : EnumConverter(typeof(TWord)) where TWord : struct, Enum
{
    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        var said = Plain(value as string ?? "");
        foreach (var word in Enum.GetValues<TWord>())
            if (Plain(word.ToString()) == said) return word;
        return Enum.ToObject(typeof(TWord), -1);
    }

    /// <summary>Null where it is a word.</summary>
    /// <param name="setting">Whose.</param>
    public static string? Problem(string setting, TWord word) => Enum.IsDefined(word) ? null
        : $"{setting} is none of {string.Join(", ", Enum.GetNames<TWord>())}: say one of these, or it as Kafka spells it.";

    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
}

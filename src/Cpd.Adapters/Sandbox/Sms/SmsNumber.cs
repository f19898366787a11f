namespace Cpd.Adapters.Sandbox.Sms;

/// <summary>A telephone number as people write it, and as it is compared.</summary>
internal static class SmsNumber
{
    /// <summary>Without the plus, spaces, dashes and brackets; may still be nonsense.</summary>
    public static string Digits(string number)
    {
        if (number.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0) return number;   // as most are
        return string.Concat(number.Where(letter => !char.IsWhiteSpace(letter) && letter is not ('+' or '-' or '(' or ')' or '.' or '/')));
    }

    /// <summary>Whether there can be a telephone of that number.</summary>
    public static bool IsPossible(string digits) => digits.Length is >= 5 and <= 15 && digits.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}

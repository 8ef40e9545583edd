using System.Globalization;
using PhoneNumbers;

namespace AutoCrm.Actors.Privacy;

/// <summary>
/// Telephone numbers in the one form in which they are compared: the digits of E.164. A number becomes E.164 only where
/// that is certain; a wrong guess would make one person of two, a missed one only leaves them to be found by somebody.
/// </summary>
internal static class PhoneForms
{
    // Longer than any number with its extension; what is longer is a text.
    private const int Longest = 50;
    private const int FewestDigits = 3;
    private const string Nowhere = "ZZ";

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>The form in which a number is compared.</summary>
    /// <param name="written">As it was written.</param>
    /// <param name="country">Where a number without + or 00 is meant to be, ISO 3166-1; null if nobody knows.</param>
    /// <returns>The digits of E.164, with an extension behind them, or else those that are written, without leading 00; empty if there are none.</returns>
    public static string Of(string written, string? country)
    {
        var digits = DigitsOf(written);
        return Parse(written, digits, country) is { } number ? Of(number) : digits;
    }

    /// <summary>The digits by which a number may be looked for beside its form: as one dials it within its country.</summary>
    /// <param name="written">As it was written.</param>
    /// <param name="country">Where a number without + or 00 is meant to be; null if nobody knows.</param>
    /// <returns>The digits; empty if there are none.</returns>
    public static string Dialled(string written, string? country)
    {
        var digits = DigitsOf(written);
        return Parse(written, digits, country) is { } number ? DigitsOf(Numbers.Format(number, PhoneNumberFormat.NATIONAL)) : digits;
    }

    private static PhoneNumber? Parse(string written, string digits, string? country)
    {
        if (digits.Length < FewestDigits || written.Length > Longest)
        {
            return null;
        }

        var international = International(written);
        if (international is null && country is not { Length: 2 })
        {
            return null;
        }

        try
        {
            var number = Numbers.Parse(international ?? written, international is null ? country : Nowhere);
            return (international is null ? Numbers.IsValidNumberForRegion(number, country) : Numbers.IsPossibleNumber(number)) ? number : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    // 00 is dialled before a country's code almost everywhere; where it is not, no number begins with it.
    private static string? International(string written)
    {
        var rest = written.AsSpan().TrimStart([' ', '\t', '(', '\u00a0']);
        if (rest.Length > 0 && rest[0] is '+' or '\uff0b')
        {
            return rest.ToString();
        }

        var zeros = 0;
        for (var n = 0; n < rest.Length; n++)
        {
            switch (CharUnicodeInfo.GetDecimalDigitValue(rest[n]))
            {
                case 0 when ++zeros == 2:
                    return string.Concat("+", rest[(n + 1)..]);
                case > 0:
                    return null;
            }
        }

        return null;
    }

    private static string Of(PhoneNumber number)
    {
        var digits = Numbers.Format(number, PhoneNumberFormat.E164)[1..];
        return number.HasExtension ? $"{digits};ext={number.Extension}" : digits;
    }

    // Digits of any script. Unicode's normal forms are no help: what they do depends on the process's globalization.
    private static string DigitsOf(string value)
    {
        var digits = string.Concat(value.Select(CharUnicodeInfo.GetDecimalDigitValue).Where(digit => digit >= 0));
        while (digits.StartsWith("00", StringComparison.Ordinal))
        {
            digits = digits[2..];
        }

        return digits;
    }
}

namespace AutoCrm.Actors.Vehicles;

/// <summary>Vehicle identification numbers (ISO 3779): 17 characters without I, O and Q, in upper case.</summary>
public static class Vin
{
    /// <summary>The length of a VIN.</summary>
    public const int Length = 17;

    /// <summary>The least length of a number that is kept as a serial: pre-1981 and non-road vehicles have shorter ones.</summary>
    public const int MinSerialLength = 5;

    private static readonly int[] Weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

    /// <summary>Brings a number into its canonical form: upper case, without blanks and dashes.</summary>
    /// <param name="text">The number as it was sent.</param>
    /// <param name="vin">The canonical form, if it is a VIN or a serial.</param>
    /// <returns>Null if it is one; otherwise what is wrong, in words.</returns>
    public static string? Normalize(string text, out string vin)
    {
        ArgumentNullException.ThrowIfNull(text);
        vin = string.Empty;
        if (text.Length > 64)
        {
            return $"has {text.Length} characters; a VIN has {Length}";
        }

        var letters = text.Where(c => c is not (' ' or '-')).Select(char.ToUpperInvariant).ToArray();
        if (letters.Any(c => !char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c)))
        {
            return "must consist of letters A to Z and digits";
        }

        if (letters.Length == Length && Array.FindIndex(letters, c => c is 'I' or 'O' or 'Q') is >= 0 and var at)
        {
            var instead = letters[at] == 'I' ? '1' : '0';
            return $"has the letter {letters[at]} at position {at + 1}; a VIN has no I, O or Q (is it the digit {instead}?)";
        }

        if (letters.Length is < MinSerialLength or > Length)
        {
            return $"has {letters.Length} characters; a VIN has {Length}, a non-VIN serial {MinSerialLength} to {Length - 1}";
        }

        vin = new string(letters);
        return null;
    }

    /// <summary>Judges a canonical number by the check digit at position 9 (49 CFR 565, GB 16735).</summary>
    /// <param name="vin">A number in canonical form.</param>
    /// <returns>What it is.</returns>
    public static VinStatus StatusOf(string vin)
    {
        ArgumentNullException.ThrowIfNull(vin);
        if (vin.Length != Length)
        {
            return VinStatus.Serial;
        }

        if (vin[8] == CheckDigit(vin))
        {
            return VinStatus.Valid;
        }

        // North America (1 to 5) and China (L) make the check digit mandatory; elsewhere the position is free.
        return vin[0] is (>= '1' and <= '5') or 'L' ? VinStatus.CheckDigitWrong : VinStatus.Valid;
    }

    /// <summary>Computes the check digit.</summary>
    /// <param name="vin">17 characters in canonical form.</param>
    /// <returns>0 to 9 or X.</returns>
    public static char CheckDigit(string vin)
    {
        ArgumentNullException.ThrowIfNull(vin);
        var sum = 0;
        for (var i = 0; i < Length; i++)
        {
            sum += ValueOf(vin[i]) * Weights[i];
        }

        var rest = sum % 11;
        return rest == 10 ? 'X' : (char)('0' + rest);
    }

    private static int ValueOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'H' => c - 'A' + 1,
        >= 'J' and <= 'R' => c - 'J' + 1,
        _ => c - 'S' + 2,
    };
}

/// <summary>What a vehicle's number is.</summary>
[GenerateSerializer, Alias("autocrm.vin-status")]
public enum VinStatus
{
    /// <summary>A VIN whose check digit is right, or which needs none.</summary>
    Valid = 0,

    /// <summary>A VIN of a market with a mandatory check digit, which does not fit. Kept, because facts are never refused.</summary>
    CheckDigitWrong = 1,

    /// <summary>A number of another length: a pre-1981 or non-road vehicle.</summary>
    Serial = 2,
}

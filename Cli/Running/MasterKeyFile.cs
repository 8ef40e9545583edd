using System.Security.Cryptography;
using AutoCrm.Actors.Privacy;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>The master key of a system's personal data, beside the signing key.</summary>
internal static class MasterKeyFile
{
    public const string Variable = "AutoCrm__Privacy__MasterKey";

    /// <summary>The configured key, or the home's own, made when first needed; as base64.</summary>
    public static string KeyOf(Home home)
    {
        var key = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured
            ? configured
            : PrivateFile.ReadOrCreate(home.MasterKeyFile, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Length)));
        try
        {
            MasterKey.Parse(key);
            return key;
        }
        catch (InvalidOperationException)
        {
            throw new OperatorException($"The master key of personal data is not the base64 of {MasterKey.Length} bytes ({Variable}, {home.MasterKeyFile}).");
        }
    }
}

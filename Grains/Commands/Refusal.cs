using AutoCrm.Actors.Commands;

namespace AutoCrm.Actors.Grains.Commands;

/// <summary>Rejections that several rules give.</summary>
internal static class Refusal
{
    public static Rejection Of(string code, string message, string path = "") => new(code, message, path);

    public static Rejection? When(bool applies, string code, string message, string path = "") => applies ? Of(code, message, path) : null;

    public static Rejection Taken(string path) =>
        Of(CommandRejections.NumberTaken, "The dealership has used this number already.", path);

    public static Rejection? Past(DateTimeOffset? at, DateTimeOffset now, string path) =>
        When(at <= now, CommandRejections.NotInFuture, "The time must be in the future.", path);
}

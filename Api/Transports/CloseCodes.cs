namespace AutoCrm.Actors.Api.Transports;

/// <summary>The close codes of graphql-transport-ws, and those of RFC 6455 that are used.</summary>
internal static class CloseCodes
{
    public const int Normal = 1000;
    public const int GoingAway = 1001;
    public const int TooBig = 1009;
    public const int ServerError = 4500;
    public const int InvalidMessage = 4400;
    public const int Unauthorized = 4401;
    public const int Forbidden = 4403;
    public const int SubprotocolNotAcceptable = 4406;
    public const int InitTimeout = 4408;
    public const int DuplicateOperation = 4409;
    public const int SecondInit = 4429;
}

/// <summary>Why a socket is closed.</summary>
internal readonly record struct Closing(int Code, string Reason);

/// <summary>The peer broke the protocol, and the socket is to be closed.</summary>
internal sealed class ProtocolViolation(int code, string reason) : Exception(reason)
{
    public Closing Closing => new(code, Message);
}

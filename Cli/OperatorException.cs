namespace AutoCrm.Actors.Cli;

/// <summary>Something that only the operator can put right; its message says what, and no stack trace is shown.</summary>
internal sealed class OperatorException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>What the command ends with.</summary>
    public int ExitCode { get; } = exitCode;
}

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>The map or its file cannot be used; nothing was sent. The message says where and why.</summary>
internal sealed class MapException(string message) : Exception(message);

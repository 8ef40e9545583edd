using AutoCrm.Actors.Events;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Events;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>
/// Tells a repeat from a conflict by a keyed hash of what the sender said: an unkeyed one would let whoever has the
/// database alone try out telephone numbers. Erasing a person leaves it, and without the master key it tells nothing.
/// </summary>
internal sealed class BodyHashes(MasterKey master)
{
    private readonly KeyedHash hash = new(master.Derive(KeyPurposes.BodyHashes));

    /// <summary>16 bytes over everything that the sender said of the event.</summary>
    public Guid Of(NewEvent reported) => hash.Of(EventIdentity.BodyOf(reported).WrittenSpan);

    /// <summary>16 bytes in the place of a command's hash.</summary>
    public Guid Of(Guid command)
    {
        Span<byte> content = stackalloc byte[16];
        command.TryWriteBytes(content, bigEndian: true, out _);
        return hash.Of(content);
    }
}

using Npgsql;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.GeneratedCodeHelpers;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>
/// Tells callers in other processes that the database fails. Orleans cannot write PostgreSQL's exceptions, and would tell
/// of that instead, which looks like an error of the program: what may pass is one of the cluster for them, which is tried
/// again, and anything else an error. The reason's text stays here.
/// </summary>
internal sealed class DatabaseFailureCodec : IGeneralizedCodec
{
    public bool IsSupportedType(Type type) => typeof(NpgsqlException).IsAssignableFrom(type);

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, object? value)
        where TBufferWriter : System.Buffers.IBufferWriter<byte> =>
        OrleansGeneratedCodeHelper.SerializeUnexpectedType(ref writer, fieldIdDelta, expectedType, Told((NpgsqlException)value!));

    public object ReadValue<TInput>(ref Reader<TInput> reader, Field field) =>
        throw new NotSupportedException("Nobody writes exceptions of the database.");

    private static Exception Told(NpgsqlException failure)
    {
        var reason = failure.SqlState ?? failure.InnerException?.GetType().Name ?? failure.GetType().Name;
        return failure.IsTransient
            ? new OrleansException($"The database does not answer ({reason}).")
            : new InvalidOperationException($"The database refused ({reason}).");
    }
}

namespace AutoCrm.Actors.Grains.Events;

/// <summary>The actor that carries one partition's events to their subjects. Key: <c>partition:NNNN</c>.</summary>
[Alias("autocrm.IPartitionGrain")]
internal interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the actor is awake: from then on it looks itself whether the stream has withheld something.</summary>
    /// <returns>When it is.</returns>
    [Alias("Wake")]
    Task Wake();

    /// <summary>Follows up who is late, also in a partition in which nothing happens any more.</summary>
    /// <returns>When it does.</returns>
    [Alias("FollowUp")]
    Task FollowUp();
}

import ros_cdk_core as core
import ros_cdk_imm as rimm
import ros_cdk_ram as rram
from ros_cdk_imm import Project2, Project2Props

app = core.App()
stack = core.Stack(app, "s")
rimm.Project2(
    stack,
    "p",
    rimm.Project2Props(
        project_name="demo_project", dataset_max_bind_count=10, template_id="Official:ImageManagement"
    ),
)
rimm.Project2(
    stack,
    "w",
    rimm.Project2Props(
        project_name="1-demo",  # finds: IMM104
        dataset_max_bind_count=50,  # finds: IMM105
        template_id="Official:VideoManagement",  # finds: IMM109
    ),
)
Project2(stack, "x", Project2Props(project_name="demo project"))  # finds: IMM104
rimm.Project(stack, "v1", rimm.ProjectProps(project="demo-project", service_role="AliyunIMMDefaultRole"))

rram.ManagedPolicy(
    stack,
    "m",
    rram.ManagedPolicyProps(
        policy_name="imm-ds",
        policy_document=rram.RosManagedPolicy.PolicyDocumentProperty(
            version="1",
            statement=[
                rram.RosManagedPolicy.StatementProperty(
                    effect="Allow",
                    action=["imm:CreateDataset"],
                    resource=["acs:imm:*:*:project/demo/dataset/*"],
                )
            ],
        ),
    ),
)
rram.ManagedPolicy(
    stack,
    "n",
    rram.ManagedPolicyProps(
        policy_name="imm-ds",
        policy_document=rram.RosManagedPolicy.PolicyDocumentProperty(
            version="1",
            statement=[
                rram.RosManagedPolicy.StatementProperty(
                    effect="Allow",
                    action=["imm:CreateDataset"],
                    resource=["acs:imm:*:*:project/demo"],  # finds: RAM303
                ),
                rram.RosManagedPolicy.StatementProperty(
                    effect="allow",  # finds: RAM206
                    action=["imm:GetDataset"],
                    resource=["acs:imm:*:*:project/demo/dataset/*"],
                ),
            ],
        ),
    ),
)
rram.ManagedPolicy(
    stack,
    "o",
    rram.ManagedPolicyProps(
        policy_name="imm-ds",
        policy_document_unchecked={
            "Version": "1",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "imm:CreateDataset",
                    "Resource": "acs:imm:*:*:project/demo",  # finds: RAM303
                }
            ],
        },
    ),
)

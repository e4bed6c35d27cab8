"""Files of questions, answered unattended: nothing that was answered is ever lost or asked twice."""
